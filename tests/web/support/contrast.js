// Every visible element with words of its own whose colour is too near to its ground (WCAG AA: 4.5 to 1).
() => {
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const linear = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (it) => {
    for (let up = it; up; up = up.parentElement) {
      const colour = parts(getComputedStyle(up).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return [255, 255, 255];
  };
  const hasWords = (it) => it.checkVisibility() && [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const ratio = (it) => {
    const [high, low] = [luminance(parts(getComputedStyle(it).color)), luminance(ground(it))].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  return [...document.querySelectorAll("body *")]
    .filter(hasWords)
    .filter((it) => ratio(it) < 4.5)
    .map((it) => `${it.id || it.className || it.tagName} ${it.textContent.slice(0, 12)} ${ratio(it).toFixed(2)}`);
}
