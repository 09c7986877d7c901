// The load that the page sends itself: orders, and with a token what was sold.
import { element, report } from './page.js';

const PER_SECOND = 25;
/** A token is used for so many requests, some seconds in all, so that keys rotate while it is. */
const USES = 25;

let generator;
let token;
let uses = 0;
let sent = 0;

export function toggleLoad() {
  if (generator) clearInterval(generator);
  generator = generator ? undefined : setInterval(() => void send(), 1000 / PER_SECOND);
  element('load').setAttribute('aria-pressed', String(Boolean(generator)));
  report(generator ? `Sending ${PER_SECOND} requests a second from this page.` : 'The load has ended.');
}

/** Of five requests one needs a token. One that gets no answer is counted by the service. */
async function send() {
  sent += 1;
  try {
    if (sent % 5 === 0) await askForSales();
    else await fetch('orders?limit=1');
  } catch {
    // The page says that there is no answer.
  }
}

async function askForSales() {
  if (!token || uses >= USES) {
    uses = 0;
    ({ token } = await (await fetch('tokens', { method: 'POST' })).json());
  }
  uses += 1;
  const response = await fetch('sales', { headers: { authorization: `Bearer ${token}` } });
  if (response.status === 401) report('A token was refused.');
}
