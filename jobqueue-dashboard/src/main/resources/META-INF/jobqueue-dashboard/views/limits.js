// Why do jobs wait although workers are free?

import { html, nothing } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { count, duration } from '../format.js';
import { ask, button, chosen, link, none, table } from '../parts.js';

export const title = 'Limits';

const HOLD = 60000;

export function load(params, signal) {
	return get('api/limits', signal);
}

export function render(limits, params, page) {
	const queue = params.get('queue');
	const sorted = limits.filter((limit) => !queue || limit.queue === queue).sort((a, b) => Number(holdsBack(b)) - Number(holdsBack(a)));
	return html`<h1>Limits</h1>
		${chosen(queue, 'limits')}
		${table('Limits', [
			{ head: 'Limit', kind: 'main', cell: (limit) => html`${limit.name || 'the whole queue'}
				${holdsBack(limit) ? html`<span class="tag">holds jobs back</span>` : nothing}
				${limit.byOperator ? html`<small>set by an operator</small>` : nothing}` },
			{ head: 'Queue', cell: (limit) => html`<a href=${link('queues', { name: limit.queue })}>${limit.queue}</a>` },
			{ head: 'Running', kind: 'num', cell: (limit) => (limit.maxRunning === null ? count(limit.running)
				: `${count(limit.running)} of ${count(limit.maxRunning)}`) },
			{ head: 'Rate', kind: 'num', cell: (limit) => limit.rate || none },
			{ head: 'Next start in', kind: 'num', cell: (limit) => (limit.delayMillis ? duration(limit.delayMillis) : none) },
			page.can('OPERATE') ? { head: 'Acts', kind: 'acts', cell: (limit) => acts(limit, page) } : null,
		].filter(Boolean), sorted, html`No queue has a limit. Set <code>jobqueue.queues.&lt;name&gt;.max-running</code> or
			<code>rate-limit</code>, or limits of a task.`)}`;
}

function holdsBack(limit) {
	return limit.full || limit.delayMillis > 0;
}

function acts(limit, page) {
	const name = limit.name || `queue ${limit.queue}`;
	return html`${button('Set …', () => set(limit, name, page), { label: `Set ${name}` })}
		${button('Hold back 1 min', () => page.act(() => post(path(limit, 'hold-back'), { name: limit.name, millis: HOLD }),
			() => `No job of ${name} starts for 1 min.`), { label: `Hold back ${name}` })}
		${limit.byOperator ? button('Reset', () => page.act(() => post(path(limit, 'limit'), { name: limit.name }),
			() => `${name} has the bound of the configuration again.`), { label: `Reset ${name}` }) : nothing}`;
}

async function set(limit, name, page) {
	const bound = { name: limit.name, maxRunning: limit.maxRunning, rate: limit.rate };
	const text = html`It applies on all workers from now on, and goes before the configuration. An empty field is no bound.
		<label>Jobs that run at once <input type="number" min="0" max="1000000" .value=${bound.maxRunning ?? ''}
			@input=${(event) => (bound.maxRunning = event.target.value === '' ? null : Number(event.target.value))}></label>
		<label>Starts in a period, such as 10/1s <input spellcheck="false" .value=${bound.rate ?? ''}
			@input=${(event) => (bound.rate = event.target.value || null)}></label>`;
	if (await ask({ title: `Set ${name}`, text, verb: 'Set the bound' })) {
		await page.act(() => post(path(limit, 'limit'), bound), () => `${name} has a new bound.`);
	}
}

function path(limit, act) {
	return `api/queues/${encodeURIComponent(limit.queue)}/${act}`;
}
