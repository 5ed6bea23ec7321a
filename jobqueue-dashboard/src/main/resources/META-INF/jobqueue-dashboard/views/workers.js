// Who works, and on what?

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { count, plural } from '../format.js';
import { link, table, time } from '../parts.js';

export const title = 'Workers';

export function load(params, signal) {
	return get('api/workers', signal);
}

const columns = [
	{ head: 'Queue', kind: 'main', cell: (container) => html`<a href=${link('queues', { name: container.queue })}>${container.queue}</a>` },
	{ head: 'Running', kind: 'num', cell: (container) => `${count(container.runningCount)} of ${count(container.concurrency)}` },
	{ head: 'Lease', kind: 'short', cell: (container) => html`ends ${time(container.leaseUntil)}` },
	{ head: 'Jobs', kind: 'wide', cell: (container) => html`${container.running.map((job) => html`<div><a href=${link('job', { id: job.id })}
		title=${job.id}>${job.task}</a> started ${time(job.startedAt)}${job.progress > 0 ? `, ${Math.round(job.progress * 100)} %` : ''}</div>`)}${container.runningCount > container.running.length
		? `and ${count(container.runningCount - container.running.length)} more` : ''}` },
];

export function render(workers) {
	if (workers.length === 0) {
		return html`<h1>Workers</h1><p class="empty">No worker is alive. An application runs jobs unless
			<code>jobqueue.worker.enabled</code> is <code>false</code>.</p>`;
	}
	const running = workers.flatMap((worker) => worker.containers).reduce((sum, container) => sum + container.runningCount, 0);
	return html`<h1>Workers</h1>
		<p class="note">${plural(workers.length, 'worker')}, ${plural(running, 'job')} running. A lease is renewed while its worker lives.</p>
		${workers.map((worker) => html`<section><h2>${worker.id}
			<small>${worker.host}, process ${worker.pid}, started ${time(worker.startedAt)}</small></h2>
			${table(`Queues of ${worker.id}`, columns, worker.containers, 'It serves no queue.')}</section>`)}`;
}
