// Where do jobs pile up?

import { html, nothing } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { count, duration, plural } from '../format.js';
import { amount, ask, button, DEAD, link, table } from '../parts.js';
import { firstJob } from './overview.js';

export const title = 'Queues';

export function load(params, signal) {
	return get('api/queues', signal);
}

export function render(queues, params, page) {
	const wanted = (params.get('name') || '').toLowerCase();
	const shown = queues.filter((queue) => queue.name.toLowerCase().includes(wanted));
	const waiting = shown.reduce((sum, queue) => sum + queue.waiting, 0);
	return html`<h1>Queues</h1>
		<div class="filters"><label>Name <input type="search" id="search" .value=${params.get('name') || ''}
			@input=${(event) => page.replace({ name: event.target.value })}></label>
			<span class="note">${plural(shown.length, 'queue')}, ${plural(waiting, 'job')} waiting</span></div>
		${table('Queues', columns(page), shown, queues.length ? 'No queue has this name.' : firstJob())}`;
}

function columns(page) {
	const size = (status, head) => ({ head, kind: 'num', cell: (queue) => amount(queue.sizes[status],
		link('jobs', { queue: queue.name, status })) });
	return [
		{ head: 'Queue', kind: 'main', cell: (queue) => html`<a href=${link('jobs', { queue: queue.name })}>${queue.name}</a>
			${state(queue)}` },
		size('QUEUED', 'Queued'),
		size('SCHEDULED', 'Scheduled'),
		size('RETRY', 'Retry'),
		size('STARTED', 'Running'),
		{ head: 'Dead letters', kind: 'num', cell: (queue) => amount(queue.deadLetters, link('jobs', { queue: queue.name, status: DEAD })) },
		size('SUCCESS', 'Succeeded'),
		{ head: 'Oldest waits', kind: 'num', cell: (queue) => duration(queue.oldestAgeMillis) },
		{ head: 'Served by', kind: 'num', cell: (queue) => queue.workers
			? html`<a href=${link('workers')}>${plural(queue.workers, 'worker')}</a>, ${count(queue.capacity)} at once` : 'none' },
		page.can('OPERATE') ? { head: 'Acts', kind: 'acts', cell: (queue) => acts(queue, page) } : null,
	].filter(Boolean);
}

function state(queue) {
	if (queue.paused) {
		return html`<span class="tag">paused</span>`;
	}
	return queue.workers === 0 && queue.waiting > 0 ? html`<span class="tag bad">no worker</span>` : nothing;
}

function acts(queue, page) {
	const path = `api/queues/${encodeURIComponent(queue.name)}`;
	return html`${queue.paused
		? button('Resume', () => page.act(() => post(`${path}/resume`), () => `Workers claim jobs of ${queue.name} again.`),
			{ label: `Resume ${queue.name}` })
		: button('Pause', () => page.act(() => post(`${path}/pause`), () => `Workers claim no more jobs of ${queue.name}.`),
			{ label: `Pause ${queue.name}` })}
		${page.can('ADMIN') ? button('Purge', () => purge(queue, path, page), { danger: true, disabled: queue.waiting === 0,
			label: `Purge ${queue.name}` }) : nothing}`;
}

async function purge(queue, path, page) {
	const sure = await ask({ title: `Purge ${queue.name}`, verb: 'Delete the jobs', danger: true, name: queue.name,
		text: `This deletes ${plural(queue.waiting, 'waiting job')}. They cannot be restored. Running and ended jobs stay.` });
	if (sure) {
		await page.act(() => post(`${path}/purge`, { confirm: queue.name }),
			(result) => `${plural(result.changed, 'job')} of ${queue.name} deleted.`);
	}
}
