"""numpy and faiss over rows.f32, queries.f32 and truth.json of a folder: a line a figure, as name, number and sentence with tabs between."""
import json
import os
import resource
import sys
import time

import faiss
import numpy

folder, dimension = sys.argv[1], int(sys.argv[2])
rows = numpy.fromfile(os.path.join(folder, "rows.f32"), dtype=numpy.float32).reshape(-1, dimension)
queries = numpy.fromfile(os.path.join(folder, "queries.f32"), dtype=numpy.float32).reshape(-1, dimension)
truth = json.load(open(os.path.join(folder, "truth.json")))


def middle(search, runs):
    times = []
    for query in queries[:runs]:
        start = time.perf_counter()
        search(query)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[len(times) // 2]


def recall(search):
    return sum(len(set(search(query)) & set(best)) / 10 for query, best in zip(queries, truth)) / len(truth)


def tell(name, number, text):
    print(f"{name}\t{number}\t{text}", flush=True)


def whole_sort(query):
    return numpy.argsort(rows @ query)[::-1][:10]


faiss.omp_set_num_threads(os.cpu_count())
runs = 15 if len(rows) > 100_000 else 50
ms = middle(whole_sort, runs)
tell("numpyMilliseconds", ms, f"numpy {numpy.__version__}, X@q and argsort: {ms:.1f} ms")
flat = faiss.IndexFlatIP(dimension)
flat.add(rows)
ms = middle(lambda query: flat.search(query[None], 10), runs)
tell("flatMilliseconds", ms, f"faiss {faiss.__version__} IndexFlatIP: {ms:.1f} ms")
del flat
if "--hnsw" in sys.argv:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    graph = faiss.IndexHNSWFlat(dimension, 32, faiss.METRIC_INNER_PRODUCT)
    graph.add(rows)
    seconds = time.perf_counter() - start
    tell("hnswBuildSeconds", seconds, f"faiss HNSW32: built in {seconds:.0f} s, {len(rows) / seconds:.0f} rows/s; about {dimension * 4 + 32 * 2 * 4 + 8} bytes a row, all in memory")
    for ef in (16, 32, 64, 128, 256, 512, 1024, 2048):
        graph.hnsw.efSearch = ef
        search = lambda query: graph.search(query[None], 10)[1][0].tolist()
        found, ms = recall(search), middle(search, 50)
        tell(f"hnsw{ef}Milliseconds", ms, f"faiss HNSW32, ef {ef}: {ms:.2f} ms at recall@10 {found:.4f}")
        if found >= 0.99:
            break
if "--ivf" in sys.argv:
    cells = 4096 if len(rows) >= 500_000 else 1024
    start = time.perf_counter()
    partition = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimension), dimension, cells, faiss.METRIC_INNER_PRODUCT)
    partition.cp.niter = 10
    partition.train(rows[:: max(1, len(rows) // (40 * cells))])
    partition.add(rows)
    print(f"faiss IVF{cells}: built in {time.perf_counter() - start:.0f} s", flush=True)
    for probes in (8, 16, 32, 64, 128, 256, 512, 1024, 2048):
        partition.nprobe = probes
        search = lambda query: partition.search(query[None], 10)[1][0].tolist()
        faiss.cvar.indexIVF_stats.reset()
        found = recall(search)
        share = faiss.cvar.indexIVF_stats.ndis / len(truth) / len(rows)
        tell(f"ivf{probes}Share", share, f"faiss IVF{cells}, {probes} cells probed: {100 * share:.1f} % of the rows read, recall@10 {found:.4f}, {middle(search, 30):.1f} ms")
        if found >= 0.99:
            break
