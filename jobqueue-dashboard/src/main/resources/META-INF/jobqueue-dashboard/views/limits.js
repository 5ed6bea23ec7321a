// Why do jobs wait although workers are free?

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { count, duration } from '../format.js';
import { link, table } from '../parts.js';

export const title = 'Limits';

export function load(params, signal) {
	return get('api/limits', signal);
}

export function render(limits) {
	const sorted = [...limits].sort((a, b) => Number(holdsBack(b)) - Number(holdsBack(a)));
	return html`<h1>Limits</h1>
		${table('Limits', [
			{ head: 'Limit', kind: 'main', cell: (limit) => html`${limit.name || 'the whole queue'}
				${holdsBack(limit) ? html`<span class="tag">holds jobs back</span>` : ''}` },
			{ head: 'Queue', cell: (limit) => html`<a href=${link('queues', { name: limit.queue })}>${limit.queue}</a>` },
			{ head: 'Running', kind: 'num', cell: (limit) => (limit.maxRunning === null ? count(limit.running)
				: `${count(limit.running)} of ${count(limit.maxRunning)}`) },
			{ head: 'Rate', kind: 'num', cell: (limit) => limit.rate || '–' },
			{ head: 'Next start in', kind: 'num', cell: (limit) => (limit.delayMillis ? duration(limit.delayMillis) : '–') },
		], sorted, html`No queue has a limit. Set <code>jobqueue.queues.&lt;name&gt;.max-running</code> or
			<code>rate-limit</code>, or limits of a task.`)}`;
}

function holdsBack(limit) {
	return limit.full || limit.delayMillis > 0;
}
