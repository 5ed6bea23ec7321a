// The stack of a running job, which its worker takes when the reader asks for it.

import { html, nothing } from './lib/lit-html.js';
import { get, now } from './api.js';
import { clockTime } from './format.js';
import { button, copy } from './parts.js';

const REASONS = {
	NOT_RUNNING: 'The job does not run any more.',
	NO_ANSWER: 'Its worker did not answer within 5 s. It may have no connection to the store, or be gone.',
};

export function stackOf(page, job) {
	const { stack } = page.state;
	if (job.status !== 'STARTED' && !stack?.text) {
		return nothing;
	}
	return html`<h2>Stack ${stack?.text ? html`<small>of ${clockTime(stack.at)}, on ${stack.worker}</small> ${copy(stack.text)}` : nothing}
		${job.status === 'STARTED' ? button(stack ? 'Show again' : 'Show', () => show(page, job.id), { disabled: stack?.busy,
			label: 'Show the stack of this job' }) : nothing}</h2>
		<p class="note" role="status">${stack?.busy ? 'The worker is asked …' : stack?.why || ''}</p>
		${stack?.text ? html`<pre id="stack" tabindex="0">${stack.text}</pre>` : nothing}`;
}

async function show(page, id) {
	page.state.stack = { ...page.state.stack, busy: true };
	page.redraw();
	try {
		const { outcome, worker, text } = await get(`api/jobs/${encodeURIComponent(id)}/stack`);
		page.state.stack = { text, worker, at: now(), why: REASONS[outcome] };
	}
	catch (error) {
		page.state.stack = { why: `The stack cannot be shown: ${error.message}` };
	}
	page.redraw();
}
