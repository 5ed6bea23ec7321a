// The JSON API: reads with ETags, acts with the token of the session, and streams of lines.

const MOST_KNOWN = 50;
const LONGEST_READ = 30000;
const known = new Map();
let session = null;
let skew = 0;

export class Problem extends Error {
	constructor(status, title, detail) {
		super(detail || title);
		this.status = status;
		this.title = title;
	}
}

/** The time of the server, in milliseconds. */
export function now() {
	return Date.now() + skew;
}

/** The address of a path of the API. That of the page may have a name and a password, which fetch refuses. */
export function address(path) {
	return new URL(path, location.origin + location.pathname).href;
}

/** Read a value. An unchanged answer is the same object as before. */
export function get(path, signal) {
	return inTime((either) => read(path, either), signal);
}

/** Without a limit, a page whose server hangs would show old data as if it were new. */
async function inTime(doIt, signal) {
	const stop = new AbortController();
	const abort = () => stop.abort();
	const timer = setTimeout(abort, LONGEST_READ);
	signal?.addEventListener('abort', abort);
	try {
		return await doIt(signal?.aborted ? signal : stop.signal);
	}
	catch (error) {
		throw stop.signal.aborted && !signal?.aborted
			? new Problem(0, 'No answer', `The application has not answered for ${LONGEST_READ / 1000} s`) : error;
	}
	finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
}

async function read(path, signal) {
	const before = known.get(path);
	const headers = before ? { 'If-None-Match': before.tag } : {};
	const response = await send(path, { headers, signal });
	if (response.status === 304 && before) {
		return before.value;
	}
	await check(response);
	const value = await response.json();
	const tag = response.headers.get('ETag');
	known.delete(path);
	if (tag) {
		known.set(path, { tag, value });
		if (known.size > MOST_KNOWN) {
			known.delete(known.keys().next().value);
		}
	}
	return value;
}

/** Read what a view can be shown without: the value, or another one and why it is missing. */
export async function readOr(otherwise, path, signal) {
	try {
		return { value: await get(path, signal), why: null };
	}
	catch (error) {
		if (error.name === 'AbortError') {
			throw error;
		}
		return { value: otherwise, why: error.message };
	}
}

export async function readSession() {
	session = await get('api/session');
	return session;
}

/** Do something, and return what came of it. */
export async function post(path, body = {}) {
	const response = await act(path, body);
	return response.json();
}

/** Do something that reports each step; the signal stops it. */
export async function stream(path, body, onLine, signal) {
	const response = await act(path, body, signal);
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = '';
	let last = null;
	for (;;) {
		const { value, done } = await reader.read();
		if (done) {
			return last;
		}
		const lines = (rest + value).split('\n');
		rest = lines.pop();
		for (const line of lines.filter(Boolean)) {
			last = JSON.parse(line);
			onLine(last);
		}
	}
}

async function act(path, body, signal) {
	let response = await write(path, body, signal);
	if (response.status === 403) {
		// The token may be that of an earlier session.
		known.delete('api/session');
		await readSession();
		response = await write(path, body, signal);
	}
	await check(response);
	return response;
}

function write(path, body, signal) {
	const headers = { 'Content-Type': 'application/json', 'X-Jobqueue': 'dashboard' };
	if (session?.csrf) {
		headers[session.csrf.header] = session.csrf.token;
	}
	return send(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
}

async function send(path, options) {
	let response;
	try {
		response = await fetch(address(path), { credentials: 'same-origin', cache: 'no-store', redirect: 'manual', ...options });
	}
	catch (error) {
		if (error.name === 'AbortError') {
			throw error;
		}
		throw new Problem(0, 'No answer', 'The application does not answer');
	}
	if (response.type === 'opaqueredirect') {
		// The API redirects nobody. It is the way to a page for signing in.
		throw new Problem(401, 'Signed out', reason(401));
	}
	const date = Date.parse(response.headers.get('Date'));
	if (!Number.isNaN(date)) {
		// The time of the server is without fractions of a second.
		const ahead = date - Date.now();
		skew = Math.abs(ahead) > 2000 ? ahead : 0;
	}
	return response;
}

async function check(response) {
	if (response.ok) {
		return;
	}
	let problem = {};
	if ((response.headers.get('Content-Type') || '').includes('json')) {
		problem = await response.json();
	}
	const title = problem.title || `Status ${response.status}`;
	throw new Problem(response.status, title, problem.detail || reason(response.status));
}

function reason(status) {
	if (status === 401) {
		return 'You are signed out. Load the page again to sign in.';
	}
	return status === 403 ? 'You may not do this.' : `The application answered with status ${status}.`;
}

/** After how long the next act does not wait for this one. */
const LONGEST_ACT = 10000;

/** Fulfilled when the next act may begin. */
let acts = Promise.resolve();

/** Does acts, which never fail, one after another. One that hangs does not keep others from being done. */
export function inTurn(act) {
	const before = acts;
	const done = before.then(act);
	acts = Promise.race([done, before.then(() => new Promise((go) => setTimeout(go, LONGEST_ACT)))]);
	return done;
}
