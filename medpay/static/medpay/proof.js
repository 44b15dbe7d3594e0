// A proof of work, worked out while somebody fills in the form. altcha's worker looks for the number that the server
// thought of; only the answer leaves the page, in a hidden field. A form sent too early waits for it.
(() => {
  const said = document.querySelector("[data-proof]");
  const form = said?.closest("form");
  const field = form?.elements.namedItem("proof_of_work");
  if (!field) return;

  const RENEW = 0.75; // of a challenge's life
  const LONGEST = 10 * 60 * 1000; // ms that a slow machine may take

  let worker = null;
  let failed = false;
  let early = null; // the button of a form sent too early

  const say = (state) => {
    said.textContent = said.dataset[state];
  };

  function settle(state, answer) {
    worker?.terminate();
    worker = null;
    field.value = answer;
    failed = !answer;
    say(state);
    if (!early) return;
    const button = early.button;
    early = null;
    form.requestSubmit(button);
  }

  const fail = () => settle("failed", "");

  function solve(challenge) {
    worker = new Worker(said.dataset.worker);
    worker.onerror = fail;
    worker.onmessage = ({ data: solution }) => {
      if (solution?.derivedKey) settle("done", btoa(JSON.stringify({ challenge, solution })));
      else fail();
    };
    worker.postMessage({ type: "work", challenge, timeout: LONGEST });
  }

  async function begin() {
    worker?.terminate();
    field.value = "";
    failed = false;
    say("working");
    try {
      const answer = await fetch(said.dataset.proof, { cache: "no-store" });
      if (!answer.ok || !window.crypto?.subtle) throw new Error("no challenge, or no means to solve it");
      solve(await answer.json());
    } catch {
      fail();
    }
  }

  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || field.value || failed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      early = { button: event.submitter };
      say("waiting");
    },
    true,
  );
  window.addEventListener("pageshow", (event) => event.persisted && begin()); // the one before was used up
  setInterval(begin, said.dataset.life * 1000 * RENEW);
  begin();
})();
