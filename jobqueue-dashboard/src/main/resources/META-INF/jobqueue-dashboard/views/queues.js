// Where do jobs pile up?

import { html, nothing } from '../lib/lit-html.js';
import { get, post, readOr } from '../api.js';
import { count, duration, plural, rate } from '../format.js';
import { amount, ask, button, DEAD, link, missing, none, table } from '../parts.js';
import { basis, due, remember, trend } from '../trend.js';
import { firstJob } from './overview.js';

export const title = 'Queues';

export async function load(params, signal) {
	const [queues, limits] = await Promise.all([get('api/queues', signal), readOr([], 'api/limits', signal)]);
	remember(queues);
	return { queues, limits: limits.value.filter((limit) => limit.full || limit.delayMillis > 0), without: limits.why };
}

export function render({ queues, limits, without }, params, page) {
	const wanted = (params.get('name') || '').toLowerCase();
	const shown = queues.filter((queue) => queue.name.toLowerCase().includes(wanted));
	const waiting = shown.reduce((sum, queue) => sum + queue.waiting, 0);
	return html`<h1>Queues</h1>
		<div class="filters"><label>Name <input type="search" id="search" .value=${params.get('name') || ''}
			@input=${(event) => page.replace({ name: event.target.value })}></label>
			<span class="note">${plural(shown.length, 'queue')}, ${plural(waiting, 'job')} waiting</span></div>
		${missing('What limits hold back', without)}
		${missing('What is done a minute', queues.some((queue) => queue.donePerMinute === null)
			&& 'the store has no statistics, or they cannot be read now.')}
		${table('Queues', columns(page, limits, queues.some((queue) => queue.donePerMinute)), shown, queues.length ? 'No queue has this name.' : firstJob())}`;
}

function columns(page, limits, rates) {
	const size = (status, head) => ({ head, kind: 'num', cell: (queue) => amount(queue.sizes[status],
		link('jobs', { queue: queue.name, status })) });
	return [
		{ head: 'Queue', kind: 'main', cell: (queue) => html`<a href=${link('jobs', { queue: queue.name })}>${queue.name}</a>
			${state(queue)} ${holdsBack(queue, limits)}` },
		size('QUEUED', 'Queued'),
		{ head: 'Oldest waits', kind: 'num', cell: (queue) => (queue.oldestAgeMillis === null ? none : duration(queue.oldestAgeMillis)) },
		rates ? { head: 'Done', kind: 'num', cell: (queue) => (queue.donePerMinute ? html`<span title="Ended attempts, on average of the last 5 whole minutes">${
			rate(queue.donePerMinute)} a min</span>` : none) } : null,
		{ head: 'Change', kind: 'num', cell: (queue) => (due(queue) || trend(queue) ? html`<span title=${basis(queue)}>${trend(queue)}</span>` : none) },
		size('STARTED', 'Running'),
		size('SCHEDULED', 'Scheduled'),
		size('RETRY', 'Retry'),
		{ head: 'Dead letters', kind: 'num', cell: (queue) => amount(queue.deadLetters, link('jobs', { queue: queue.name, status: DEAD })) },
		size('SUCCESS', 'Succeeded'),
		{ head: 'Served by', kind: 'num', cell: (queue) => (queue.workers
			? html`<a href=${link('workers', { queue: queue.name })}>${plural(queue.workers, 'worker')}</a>, ${count(queue.capacity)} at once` : 'none') },
		page.can('OPERATE') ? { head: 'Acts', kind: 'acts', cell: (queue) => acts(queue, page) } : null,
	].filter(Boolean);
}

function state(queue) {
	if (queue.paused) {
		return html`<span class="tag">paused</span>`;
	}
	return queue.workers === 0 && queue.waiting > 0 ? html`<span class="tag bad">no worker</span>` : nothing;
}

/** The limits that keep jobs of the queue waiting now. */
function holdsBack(queue, limits) {
	const all = due(queue) ? limits.filter((limit) => limit.queue === queue.name) : [];
	if (all.length === 0) {
		return nothing;
	}
	const text = (limit) => `${limit.name || 'limit'}: ${limit.full ? `${count(limit.running)} of ${count(limit.maxRunning)} run`
		: `next start in ${duration(limit.delayMillis)}`}`;
	return html`<a class="tag" href=${link('limits', { queue: queue.name })} title=${all.map(text).join('\n')}>${all.length === 1
		? text(all[0]) : `${all.length} limits hold jobs back`}</a>`;
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
