"use strict";
(function () {
  var words = document.documentElement.lang === "en" ? ["Filter", "Sort by "] : ["筛选", "排序："];
  function value(row, index) {
    var cell = row.cells[index];
    var number = cell.querySelector("data");
    if (number) { return parseFloat(number.value); }
    var text = cell.textContent.trim();
    var parsed = parseFloat(text.replace(/,/g, ""));
    return cell.classList.contains("number") ? (isNaN(parsed) ? -Infinity : parsed) : text;
  }
  function sort(table, index, head) {
    var down = head.getAttribute("aria-sort") === "descending";
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (a, b) {
      var x = value(a, index), y = value(b, index);
      var order = typeof x === "number" ? x - y : x.localeCompare(y, "zh");
      return down ? order : -order;
    });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (th) { th.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "ascending" : "descending");
    rows.forEach(function (row) { body.appendChild(row); });
  }
  function filter(table, input, count) {
    var terms = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
      var text = row.textContent.toLowerCase();
      var hit = terms.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !hit;
      if (hit) { shown += 1; }
    });
    count.textContent = terms.length ? String(shown) : "";
  }
  Array.prototype.forEach.call(document.querySelectorAll("table"), function (table) {
    var rows = table.tBodies[0].rows.length;
    if (rows < 3) { return; }
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", words[1] + head.textContent);
      button.addEventListener("click", function () { sort(table, index, head); });
      head.appendChild(button);
    });
    if (rows < 9) { return; }
    var box = document.createElement("div"), label = document.createElement("label"), input = document.createElement("input");
    var count = document.createElement("span");
    box.className = "filter";
    input.type = "search";
    label.append(words[0] + " ", input);
    count.setAttribute("aria-live", "polite");
    input.addEventListener("input", function () { filter(table, input, count); });
    box.append(label, count);
    table.parentNode.parentNode.insertBefore(box, table.parentNode);
  });
})();
