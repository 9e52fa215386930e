// Everything works without this; with it keys, copying and choices are quicker.

const writes = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], dialog, .map");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || writes(event.target)) return;
  if (event.key === "/") {
    const box = document.getElementById("q");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const toggle = document.querySelector(`[data-toggle="${CSS.escape(event.key)}"]`);
  if (target) target.click();
  else if (toggle) toggle.open = !toggle.open;
});

for (const choice of document.querySelectorAll("[data-submit]")) {
  choice.addEventListener("change", () => {
    // Before anything is asked a choice only stands there.
    if (new URLSearchParams(location.search).size > 0) choice.form.requestSubmit();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    button.textContent = button.dataset.done;
  });
}

// Fields that are empty say nothing in an address.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "" || (name === "mode" && value === "meaning") || (name === "sort" && value === "score")) event.formData.delete(name);
});
