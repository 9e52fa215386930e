// The map: tiles to move and zoom, a photo at a click, the hits of a search lit.
const map = document.getElementById("map");
const waits = document.querySelector("[data-map-waits]");

if (waits) {
  const share = waits.querySelector("[data-share]");
  const ask = async () => {
    const state = await (await fetch("/api/v1/map")).json();
    if (state.version) return void location.reload();
    if (state.trouble) return void (share.textContent = state.trouble);
    share.textContent = state.progress === null ? "" : `${Math.round(100 * state.progress)} %`;
    setTimeout(ask, 700);
  };
  ask();
}

if (map) {
  const Tile = 256;
  const deepest = Number(map.dataset.deepest);
  const tiles = new Map();
  let lit = [];
  let zoom = 0; // may lie between whole levels
  let [x, y] = [0.5, 0.5]; // what of the map is in the middle

  const size = () => Tile * 2 ** zoom;
  const place = (element, px, py) => Object.assign(element.style, { left: `${px}px`, top: `${py}px` });
  const draw = () => {
    const { clientWidth: width, clientHeight: height } = map;
    const level = Math.min(deepest, Math.max(0, Math.round(zoom)));
    const edge = size() / 2 ** level;
    const [left, top] = [width / 2 - x * size(), height / 2 - y * size()];
    const wanted = new Set();
    for (let row = Math.max(0, Math.floor(-top / edge)); row < Math.min(2 ** level, Math.ceil((height - top) / edge)); row++) {
      for (let column = Math.max(0, Math.floor(-left / edge)); column < Math.min(2 ** level, Math.ceil((width - left) / edge)); column++) {
        const key = `${level}/${column}/${row}`;
        wanted.add(key);
        let tile = tiles.get(key);
        if (!tile) {
          tile = Object.assign(new Image(), { className: "tile", alt: "", draggable: false, src: `/map/tiles/${key}?of=${map.dataset.version}` });
          // A tile without photos is nothing to show.
          tile.addEventListener("error", () => (tile.hidden = true));
          tiles.set(key, tile);
          map.prepend(tile);
        }
        place(tile, left + column * edge, top + row * edge);
        Object.assign(tile.style, { width: `${edge}px`, height: `${edge}px` });
      }
    }
    for (const [key, tile] of tiles) {
      if (wanted.has(key)) continue;
      tile.remove();
      tiles.delete(key);
    }
    for (const one of lit) place(one.element, left + one.x * size(), top + one.y * size());
  };
  const whole = () => {
    zoom = Math.max(0, Math.log2(Math.min(map.clientWidth, map.clientHeight) / Tile));
    [x, y] = [0.5, 0.5];
    draw();
  };
  // What is under a point stays under it.
  const zoomBy = (by, px = map.clientWidth / 2, py = map.clientHeight / 2) => {
    const [dx, dy] = [px - map.clientWidth / 2, py - map.clientHeight / 2];
    const [mx, my] = [x + dx / size(), y + dy / size()];
    zoom = Math.min(deepest + 0.49, Math.max(0, zoom + by));
    [x, y] = [mx - dx / size(), my - dy / size()];
    draw();
  };
  const moveBy = (dx, dy) => {
    x = Math.min(1, Math.max(0, x - dx / size()));
    y = Math.min(1, Math.max(0, y - dy / size()));
    draw();
  };
  const open = async (px, py) => {
    const level = Math.min(deepest, Math.max(0, Math.round(zoom)));
    const [mx, my] = [x + (px - map.clientWidth / 2) / size(), y + (py - map.clientHeight / 2) / size()];
    if (mx < 0 || my < 0 || mx >= 1 || my >= 1) return;
    const cells = await (await fetch(`/api/v1/map/tiles/${level}/${Math.floor(mx * 2 ** level)}/${Math.floor(my * 2 ** level)}`)).json();
    const near = cells.map((cell) => [Math.max(Math.abs(cell.x - mx), Math.abs(cell.y - my)), cell.photo]).filter(([apart]) => apart <= 0.5 / (4 * 2 ** level));
    if (near.length) location.assign(`/photo/${near[0][1]}`);
  };

  let held = null;
  map.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".zoom, a")) return;
    held = { x: event.clientX, y: event.clientY, moved: 0 };
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    held = { x: event.clientX, y: event.clientY, moved: held.moved + Math.abs(dx) + Math.abs(dy) };
    moveBy(dx, dy);
  });
  map.addEventListener("pointerup", (event) => {
    if (held && held.moved < 5) {
      const box = map.getBoundingClientRect();
      open(event.clientX - box.left, event.clientY - box.top);
    }
    held = null;
  });
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = map.getBoundingClientRect();
    zoomBy(-event.deltaY / 400, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  map.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
    if (event.target !== map) return;
    if (step) moveBy(...step);
    else if (event.key === "+" || event.key === "=") zoomBy(0.5);
    else if (event.key === "-") zoomBy(-0.5);
    else if (event.key === "0") whole();
    else if (event.key === "Enter") open(map.clientWidth / 2, map.clientHeight / 2);
    else return;
    event.preventDefault();
  });
  for (const button of map.querySelectorAll("[data-zoom]")) {
    const by = Number(button.dataset.zoom);
    button.addEventListener("click", () => (by === 0 ? whole() : zoomBy(by)));
  }
  new ResizeObserver(draw).observe(map);
  whole();

  if (map.dataset.search) {
    const answer = await fetch(`/api/v1/map/hits${map.dataset.search}`);
    if (answer.ok) {
      lit = (await answer.json()).map((hit) => {
        const element = Object.assign(document.createElement("a"), { className: "lit", href: `/photo/${hit.photo}` });
        element.setAttribute("aria-label", `${map.dataset.photo} ${hit.photo}`);
        map.append(element);
        return { ...hit, element };
      });
      draw();
    }
  }
}
