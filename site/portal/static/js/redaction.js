// Draws the boxes of the redaction form on its picture. The rows of numbers are the
// truth: what is drawn is written there, and what is typed there is drawn.
(() => {
  const form = document.querySelector("[data-redaction]");
  if (!form) return;
  const svg = form.querySelector("[data-canvas] svg");
  const rows = form.querySelector("[data-rows]");
  const blank = form.querySelector("[data-new-row]");
  const said = form.querySelector("[data-said]");
  const total = form.querySelector("[name$=TOTAL_FORMS]");
  const add = form.querySelector("[data-add]");
  const SIDES = ["x", "y", "w", "h"];
  const STEP = 5, LEAST = 8;
  const drawn = new Map(); // row → its rectangle and handle

  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const number = (row) => [...rows.children].indexOf(row) + 1;
  const isRemoved = (row) => field(row, "DELETE").checked;
  const place = (row) => SIDES.map((side) => parseInt(field(row, side).value, 10));
  const isBox = (row) => !isRemoved(row) && place(row).every(Number.isFinite);
  const clamp = (value, low, high) => Math.min(Math.max(Math.round(value), low), high);

  const words = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
  const label = (row) => {
    const [x, y, w, h] = place(row);
    const kind = field(row, "kind");
    return words(form.dataset.says, { n: number(row), kind: kind.options[kind.selectedIndex].text, x, y, w, h });
  };

  const put = (row, [x, y, w, h]) => {
    w = clamp(w, LEAST, 1000);
    h = clamp(h, LEAST, 1000);
    const values = [clamp(x, 0, 1000 - w), clamp(y, 0, 1000 - h), w, h];
    SIDES.forEach((side, at) => { field(row, side).value = values[at]; });
    draw(row);
  };

  const set = (element, values) =>
    Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));

  const make = (values) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    set(element, values);
    svg.append(element);
    return element;
  };

  const draw = (row) => {
    let shapes = drawn.get(row);
    if (!isBox(row)) {
      if (shapes) Object.values(shapes).forEach((shape) => shape.remove());
      drawn.delete(row);
      return;
    }
    if (!shapes) {
      shapes = { box: make({ tabindex: 0, role: "img", "aria-roledescription": form.dataset.box }), handle: make({ class: "handle" }) };
      shapes.box.addEventListener("keydown", (event) => press(event, row));
      shapes.box.addEventListener("pointerdown", (event) => drag(event, row, false));
      shapes.handle.addEventListener("pointerdown", (event) => drag(event, row, true));
      drawn.set(row, shapes);
    }
    const [x, y, w, h] = place(row);
    set(shapes.box, { x, y, width: w, height: h, "aria-label": label(row) });
    const { width, height } = svg.getBoundingClientRect();
    const wide = (14 / (width || 1000)) * 1000, tall = (14 / (height || 1000)) * 1000;
    set(shapes.handle, { x: x + w - wide / 2, y: y + h - tall / 2, width: wide, height: tall });
  };

  const tell = (text) => { said.textContent = text; };

  const press = (event, row) => {
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(row);
      return;
    }
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [x, y, w, h] = place(row);
    put(row, event.shiftKey ? [x, y, Math.min(w + move[0], 1000 - x), Math.min(h + move[1], 1000 - y)] : [x + move[0], y + move[1], w, h]);
    tell(label(row));
  };

  const remove = (row) => {
    const gone = number(row);
    field(row, "DELETE").checked = true;
    draw(row);
    tell(words(form.dataset.saysRemoved, { n: gone }));
    field(row, "DELETE").focus();
  };

  const isEmpty = (row) => !isRemoved(row) && SIDES.every((side) => !field(row, side).value);

  const newRow = () => {
    const free = [...rows.children].find(isEmpty);
    if (free) return show(free);
    const count = Number(total.value);
    const holder = document.createElement("tbody");
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", count);
    const row = holder.firstElementChild;
    row.querySelector("th").prepend(String(count + 1));
    rows.append(row);
    total.value = count + 1;
    return row;
  };

  const show = (row) => {
    row.classList.remove("is-unused");
    return row;
  };

  const at = (event) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    return [((event.clientX - left) / width) * 1000, ((event.clientY - top) / height) * 1000];
  };

  const follow = (event, move, end) => {
    event.preventDefault();
    event.stopPropagation();
    svg.setPointerCapture(event.pointerId);
    const stop = () => {
      svg.removeEventListener("pointermove", move);
      svg.removeEventListener("pointerup", stop);
      svg.removeEventListener("pointercancel", stop);
      end();
    };
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerup", stop);
    svg.addEventListener("pointercancel", stop);
  };

  const drag = (event, row, resizes) => {
    if (event.button) return;
    const [fromX, fromY] = at(event);
    const [x, y, w, h] = place(row);
    drawn.get(row).box.focus();
    follow(event, (moved) => {
      const [toX, toY] = at(moved);
      put(row, resizes ? [x, y, Math.min(w + toX - fromX, 1000 - x), Math.min(h + toY - fromY, 1000 - y)] : [x + toX - fromX, y + toY - fromY, w, h]);
    }, () => tell(label(row)));
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const [fromX, fromY] = at(event);
    let row = null;
    follow(event, (moved) => {
      const [toX, toY] = at(moved).map((value) => clamp(value, 0, 1000));
      if (!row && (Math.abs(toX - fromX) < LEAST || Math.abs(toY - fromY) < LEAST)) return;
      row = row || newRow();
      put(row, [Math.min(fromX, toX), Math.min(fromY, toY), Math.abs(toX - fromX), Math.abs(toY - fromY)]);
    }, () => {
      if (!row) return;
      drawn.get(row).box.focus();
      tell(label(row));
    });
  });

  add.hidden = false;
  add.addEventListener("click", () => {
    const row = newRow();
    put(row, [450, 450, 100, 100]);
    drawn.get(row).box.focus();
    tell(label(row));
  });
  rows.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) draw(row);
  });
  addEventListener("resize", () => [...rows.children].forEach(draw));

  svg.replaceChildren(); // what the server drew for readers without scripts
  [...rows.children].forEach((row) => {
    draw(row);
    if (isEmpty(row)) row.classList.add("is-unused");
  });
})();
