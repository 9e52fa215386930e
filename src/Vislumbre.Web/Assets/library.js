// A run of indexing is shown as it goes; when it ends the page is read anew.
const section = document.getElementById("job");
const view = section?.querySelector("[data-job]");
const running = (stage) => ["looking", "encoding", "pictures", "tidying"].includes(stage);
if (section) {
  let was = (section.dataset.now ?? "").toLowerCase();
  let asking = false;
  const events = new EventSource(section.dataset.events);
  events.addEventListener("job", async (event) => {
    const job = event.data ? JSON.parse(event.data) : null;
    const stage = job?.stage ?? "";
    if (running(stage) !== running(was)) return void location.reload();
    was = stage;
    if (!running(stage) || asking) return;
    // The words for it are the server's.
    asking = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
      view.replaceChildren(...[...page.querySelector("[data-job]").childNodes].map((node) => document.adoptNode(node)));
      for (const figure of document.querySelectorAll("[data-count]")) figure.textContent = page.querySelector(`[data-count=${figure.dataset.count}]`).textContent;
    } finally {
      asking = false;
    }
  });
  addEventListener("pagehide", () => events.close());
}
