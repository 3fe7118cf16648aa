// Small comforts; every page works without this file.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
// On paper nothing is folded away.
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details.plan-other")) each.open = true;
});
// A drawing wider than the screen opens where its target stands, not in a corner.
for (const region of document.querySelectorAll(".diagram-region")) {
  const show = () => {
    const target = region.querySelector(".target");
    if (!target || !region.clientWidth) return;
    const [box, frame] = [target.getBoundingClientRect(), region.getBoundingClientRect()];
    region.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2);
    region.scrollTop += box.top + box.height / 2 - (frame.top + frame.height / 2);
  };
  show();
  // What is folded away has no size until it is opened.
  region.closest("details")?.addEventListener("toggle", show, { once: true });
}
