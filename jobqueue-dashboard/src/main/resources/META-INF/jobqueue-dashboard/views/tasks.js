// Which tasks are slow or fail?

import { html, nothing } from '../lib/lit-html.js';
import { get } from '../api.js';
import { count, duration, percent, plural, simpleName } from '../format.js';
import { amount, DEAD, link, missing, none, table } from '../parts.js';
import { PERIODS, periodOf, periods, quantiles, taskTrend } from '../statistics.js';

export const title = 'Tasks';

/** The list stays while the period changes. */
export function keeps() {
	return true;
}

export async function load(params, signal) {
	const period = periodOf(params);
	return { period, tasks: await get(`api/tasks?period=${period}`, signal) };
}

export function render({ period, tasks }) {
	return html`<h1>Tasks <small>in the last ${PERIODS[period]}</small> ${periods(period, (each) => link('tasks', { period: each }))}</h1>
		<p class="note">The tasks of the application that serves this page. Other applications may have more.
			Times are p50 / p95 / p99.</p>
		${missing('What became of jobs', tasks.some((task) => task.count === null)
			&& 'the store has no statistics, or they cannot be read now.')}
		${table('Tasks', columns, tasks, html`This application has no task. Annotate a bean with <code>@JobTask</code>.`)}`;
}

const columns = [
	{ head: 'Task', kind: 'main', cell: (task) => html`<a href=${link('jobs', { task: task.name })} title=${`Payload ${
		simpleName(task.payloadType)}, timeout ${duration(task.timeoutMillis)}, ${plural(task.maxRetries, 'retry', 'retries')}`}>${task.name}</a>
		${task.aliases.length ? html`<small>also ${task.aliases.join(', ')}</small>` : nothing}` },
	{ head: 'Queue', cell: (task) => html`<a href=${link('queues', { name: task.queue })}>${task.queue}</a>` },
	{ head: 'Ended', kind: 'num', cell: (task) => (task.count === null ? none : amount(task.count)) },
	{ head: 'Failed', kind: 'num', cell: failed },
	{ head: 'Retries', kind: 'num', cell: (task) => (task.retried === null ? none : amount(task.retried)) },
	{ head: 'Wait', kind: 'num', cell: (task) => (task.wait.p50 === null ? none : quantiles(task.wait)) },
	{ head: 'Run', kind: 'num', cell: (task) => (task.run.p50 === null ? none : quantiles(task.run)) },
	{ head: 'Trend', cell: taskTrend },
];

function failed(task) {
	if (!task.failureRate) {
		return task.failureRate === null ? none : html`<span class="zero">0 %</span>`;
	}
	return html`<a href=${link('jobs', { task: task.name, status: DEAD })} class="alarm">${percent(task.failureRate)}</a>`;
}
