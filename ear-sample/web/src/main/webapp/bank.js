const element = (id) => document.getElementById(id);

// Money stays text: a JavaScript number would be a double.
const MONEY = /"(balance|amount)":(-?[0-9]+\.[0-9]{2})/g;

const WHEN = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

async function read(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    throw new Error(await problem(response));
  }
  return JSON.parse((await response.text()).replace(MONEY, '"$1":"$2"'));
}

async function problem(response) {
  try {
    return (await response.json()).detail;
  } catch {
    return `the bank answered ${response.status}`;
  }
}

function cell(text, className = '') {
  const td = document.createElement('td');
  td.textContent = text;
  td.className = className;
  return td;
}

function row(...cells) {
  const tr = document.createElement('tr');
  tr.append(...cells);
  return tr;
}

function showAccounts(users) {
  const rows = users.map((user) => {
    const tr = row(cell(user.id), cell(user.name), cell(user.balance, 'money balance'));
    tr.dataset.userId = user.id;
    return tr;
  });
  element('accounts').tBodies[0].replaceChildren(...rows);
}

function offer(select, users, preferred) {
  const chosen = select.value;
  select.replaceChildren(...users.map((user) => new Option(`${user.name} (${user.id})`, user.id)));
  select.value = chosen || String(users[preferred]?.id ?? '');
}

function showLedger(entries, users) {
  const names = new Map(users.map((user) => [user.id, user.name]));
  const name = (id) => names.get(id) ?? String(id);
  const rows = entries.map((entry) => row(
    cell(entry.id),
    cell(WHEN.format(new Date(entry.bookedAt))),
    cell(name(entry.fromId)),
    cell(name(entry.toId)),
    cell(entry.amount, 'money')));
  element('ledger').tBodies[0].replaceChildren(...rows);
  element('ledger-empty').hidden = entries.length > 0;
}

async function refresh() {
  const [users, entries] = await Promise.all([read('api/users'), read('api/ledger')]);
  showAccounts(users);
  offer(element('fromId'), users, 0);
  offer(element('toId'), users, 1);
  showLedger(entries, users);
}

function tell(status, text) {
  const result = element('result');
  result.dataset.status = status;
  result.textContent = text;
}

// What only people can get wrong, in their words; all other rules are the bank's to check.
function mistake() {
  if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(amount())) {
    return 'the amount must be a number such as 12.50';
  }
  return element('fromId').value === element('toId').value ? 'choose two different accounts' : '';
}

function amount() {
  return element('amount').value.trim();
}

// The amount goes out digit by digit as it was typed.
function body() {
  return `{"fromId":${element('fromId').value},"toId":${element('toId').value},"amount":${amount()}}`;
}

async function send() {
  try {
    return await fetch('api/transfer', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: body(),
    });
  } catch {
    throw new Error('no answer from the bank: look at the ledger before you send again');
  }
}

async function transfer() {
  if (mistake()) {
    throw new Error(mistake());
  }
  const response = await send();
  if (!response.ok) {
    throw new Error(await problem(response));
  }
  const entry = JSON.parse((await response.text()).replace(MONEY, '"$1":"$2"'));
  element('amount').value = '';
  // the money has moved, whether or not the tables can be read again
  const seen = await refresh().then(() => '', () => ' The tables above and below could not be read again.');
  tell('ok', `Sent ${entry.amount}: ledger entry ${entry.id}.${seen}`);
}

async function guarded(work) {
  const button = element('send');
  button.disabled = true;
  try {
    await work();
  } catch (failure) {
    tell('error', failure instanceof TypeError ? 'The bank cannot be reached.' : sentence(failure.message));
  } finally {
    button.disabled = false;
  }
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

element('transfer').addEventListener('submit', (event) => {
  event.preventDefault();
  const hadFocus = document.activeElement;
  tell('', '');
  void guarded(transfer).then(() => hadFocus?.focus());
});

void guarded(refresh);
