// Once the calculator gave the page another address, its links ask that question too, and so do its figures. A link
// keeps what it decides itself (data-decides: names of parameters), and takes the rest from the address.
(() => {
  const asked = (link) => {
    const address = new URL(link.href);
    const question = new URLSearchParams(location.search);
    for (const name of link.dataset.decides.split(" ")) {
      question.delete(name);
      for (const value of address.searchParams.getAll(name)) question.append(name, value);
    }
    address.search = question;
    return address.href;
  };

  document.addEventListener("htmx:pushedIntoHistory", () => {
    for (const link of document.querySelectorAll("a[data-decides]")) {
      if (new URL(link.href).pathname === location.pathname) link.href = asked(link);
    }
    const live = document.querySelector("[data-live]");
    if (live) live.dataset.live = live.dataset.live.split("?")[0] + location.search;
  });
})();
