// A part of the photo is cut out here and searched with: by dragging, by two clicks, or by the arrow keys.
const picture = document.querySelector("[data-crop]");
const button = document.querySelector("[data-cut]");
const form = document.getElementById("picture-form");

const open = () => {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", button.textContent);
  const area = document.createElement("div");
  area.className = "cut";
  area.tabIndex = 0;
  area.setAttribute("role", "group");
  area.setAttribute("aria-label", button.textContent);
  const image = new Image();
  image.src = picture.currentSrc || picture.src;
  image.alt = picture.alt;
  const frame = document.createElement("div");
  frame.className = "cut-box";
  area.append(image, frame);
  const search = Object.assign(document.createElement("button"), { type: "button", textContent: button.textContent });
  dialog.append(area, document.createElement("p"), search);
  document.body.append(dialog);

  let [left, top, right, bottom] = [0.25, 0.25, 0.75, 0.75];
  const within = (value) => Math.min(1, Math.max(0, value));
  const draw = () => {
    Object.assign(frame.style, {
      left: `${100 * Math.min(left, right)}%`, top: `${100 * Math.min(top, bottom)}%`, width: `${100 * Math.abs(right - left)}%`, height: `${100 * Math.abs(bottom - top)}%`,
    });
  };
  const at = (event) => {
    const box = image.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  };
  let corner = false; // one corner stands, the next click sets the other
  let dragging = false;
  area.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    area.focus();
    const [x, y] = at(event);
    if (corner) [right, bottom] = [x, y];
    else [left, top, right, bottom] = [x, y, x, y];
    corner = !corner;
    dragging = true;
    area.setPointerCapture(event.pointerId);
    draw();
  });
  area.addEventListener("pointermove", (event) => {
    if (!dragging) return;
    [right, bottom] = at(event);
    draw();
  });
  area.addEventListener("pointerup", () => {
    dragging = false;
    if (Math.abs(right - left) > 0.02 && Math.abs(bottom - top) > 0.02) corner = false;
  });
  area.addEventListener("keydown", (event) => {
    const [dx, dy] = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, -0.02], ArrowDown: [0, 0.02] }[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    [right, bottom] = [within(right + dx), within(bottom + dy)];
    if (!event.shiftKey) [left, top] = [within(left + dx), within(top + dy)];
    draw();
  });
  search.addEventListener("click", () => {
    const [x, y, width, height] = [Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top)];
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * image.naturalWidth));
    canvas.height = Math.max(1, Math.round(height * image.naturalHeight));
    canvas.getContext("2d").drawImage(image, x * image.naturalWidth, y * image.naturalHeight, canvas.width, canvas.height, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "part.jpg", { type: "image/jpeg" }));
      document.getElementById("picture").files = files.files;
      form.requestSubmit();
    }, "image/jpeg", 0.92);
  });
  dialog.addEventListener("close", () => dialog.remove());
  draw();
  dialog.showModal();
  area.focus();
};
button?.addEventListener("click", open);
