/* Drawing a signature. The typed name is the signature; the line is added to it, as the points of an SVG path. */
"use strict";

(() => {
  const WIDE = 600, HIGH = 160, MOST = 19000;

  function ready(box) {
    const field = document.getElementById(box.dataset.draw);
    const canvas = box.querySelector("canvas");
    const pen = canvas.getContext("2d");
    let drawing = false;
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#162e51";

    function point(event) {
      const frame = canvas.getBoundingClientRect();
      const x = Math.round(((event.clientX - frame.left) / frame.width) * WIDE);
      const y = Math.round(((event.clientY - frame.top) / frame.height) * HIGH);
      return [Math.max(0, Math.min(WIDE, x)), Math.max(0, Math.min(HIGH, y))];
    }

    function redraw() {
      pen.clearRect(0, 0, WIDE, HIGH);
      if (field.value) pen.stroke(new Path2D(field.value));
    }

    canvas.addEventListener("pointerdown", (event) => {
      drawing = true;
      canvas.setPointerCapture(event.pointerId);
      field.value += `M${point(event).join(" ")}`;
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing || field.value.length > MOST) return;
      field.value += `L${point(event).join(" ")}`;
      redraw();
    });
    for (const over of ["pointerup", "pointercancel"]) canvas.addEventListener(over, () => { drawing = false; });
    box.querySelector("[data-draw-clear]").addEventListener("click", () => {
      field.value = "";
      redraw();
    });
    box.hidden = false;
    redraw();
  }

  for (const box of document.querySelectorAll("[data-draw]")) ready(box);
})();
