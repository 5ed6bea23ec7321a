// Who works, and on what?

import { html, nothing } from '../lib/lit-html.js';
import { get, now, post } from '../api.js';
import { count, duration, exactly, plural } from '../format.js';
import { ask, button, chosen, link, status, table, time } from '../parts.js';

export const title = 'Workers';

export function load(params, signal) {
	return get('api/workers', signal);
}

export function render(workers, params, page) {
	if (workers.length === 0) {
		return html`<h1>Workers</h1><p class="empty">No worker is alive. An application runs jobs unless
			<code>jobqueue.worker.enabled</code> is <code>false</code>.</p>`;
	}
	const queue = params.get('queue');
	const shown = workers.map((worker) => ({ ...worker,
		containers: worker.containers.filter((container) => !queue || container.queue === queue) }))
		.filter((worker) => !queue || worker.containers.length);
	const containers = shown.flatMap((worker) => worker.containers);
	const sum = (name) => containers.reduce((total, container) => total + container[name], 0);
	return html`<h1>Workers</h1>
		${chosen(queue, 'workers')}
		<p class="note">${plural(shown.length, 'worker')}, ${count(sum('runningCount'))} of ${plural(sum('concurrency'), 'permit')} in use.
			A permit runs one job. A lease is renewed while its worker lives.</p>
		${shown.map((worker) => html`<section><h2>${worker.host} <small>worker <code>${worker.id}</code>, process ${worker.pid},
			started ${time(worker.startedAt)}</small> ${worker.draining ? status('DRAINING') : nothing}</h2>
			${worker.draining ? html`<p class="note">It takes no more jobs, and is done when nothing runs. A new start of its process takes jobs.</p>` : nothing}
			${page.can('OPERATE') ? html`<p class="bulk">${acts(worker, page)}</p>` : nothing}
			${table(`Queues of ${worker.id}`, columns, worker.containers, 'It serves no queue.')}</section>`)}`;
}

function acts(worker, page) {
	const act = (verb, text) => page.act(() => post(`api/workers/${encodeURIComponent(worker.id)}/${verb}`),
		(result) => (result.changed ? text : 'Nothing was changed: somebody else was faster.'));
	return worker.draining
		? button('Resume', () => act('resume', 'The worker takes jobs again.'), { label: `Resume worker ${worker.id}` })
		: button('Drain …', async () => {
			if (await ask({ title: 'Drain this worker?', verb: 'Drain the worker',
				text: `Worker ${worker.id} on ${worker.host} takes no more jobs. Those that it runs end as usual.` })) {
				await act('drain', 'The worker takes no more jobs.');
			}
		}, { label: `Drain worker ${worker.id}` });
}

const columns = [
	{ head: 'Queue', kind: 'main', cell: (container) => html`<a href=${link('queues', { name: container.queue })}>${container.queue}</a>` },
	{ head: 'Permits', kind: 'num', cell: (container) => html`${count(container.runningCount)} of ${count(container.concurrency)}
		<meter aria-hidden="true" max=${container.concurrency} value=${container.runningCount}></meter>` },
	{ head: 'Lease ends', kind: 'num', cell: (container) => time(container.leaseUntil) },
	{ head: 'Runs now', kind: 'wide', cell: jobs },
];

function jobs(container) {
	const others = container.runningCount - container.running.length;
	return html`${container.running.map((job) => html`<div class="permit"><a href=${link('job', { id: job.id })} title=${job.id}>${job.task}</a>
		<span class="note" title=${`Since ${exactly(job.startedAt)}`}>for ${job.startedAt
			? duration(Math.max(0, now() - Date.parse(job.startedAt))) : '–'}${job.progress > 0 ? `, ${Math.round(job.progress * 100)} %` : ''}</span></div>`)}
		${others > 0 ? html`<span class="note">and ${count(others)} more</span>` : ''}
		${container.runningCount === 0 ? html`<span class="zero">nothing</span>` : ''}`;
}
