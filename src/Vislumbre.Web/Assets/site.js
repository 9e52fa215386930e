// Everything works without this; with it a chosen, pasted or dropped picture is searched with at once.
const form = document.getElementById("picture-form");
const input = document.getElementById("picture");

const send = (file) => {
  if (!file || !file.type.startsWith("image/")) return;
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
  form.requestSubmit();
};

form.querySelector("button").hidden = true;
for (const hint of document.querySelectorAll("[data-script]")) hint.hidden = false;
input.addEventListener("change", () => input.files.length && form.requestSubmit());
document.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
  if (!file) return;
  event.preventDefault();
  send(file);
});
document.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("drop");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? document.body.classList.remove("drop"));
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  document.body.classList.remove("drop");
  send(event.dataTransfer.files[0]);
});

// The box shows what fits the choice: a sentence, or an address.
const box = document.getElementById("q");
const sentence = box.value;
for (const choice of document.querySelectorAll("input[name=by]")) {
  choice.addEventListener("change", () => {
    const address = choice.value === "address";
    box.placeholder = address ? "https://" : "";
    if (address && !box.value.includes("://")) box.value = "";
    if (!address && box.value === "") box.value = sentence.includes("://") ? "" : sentence;
    box.focus();
  });
}
