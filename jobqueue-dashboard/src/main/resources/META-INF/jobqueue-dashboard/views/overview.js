// Are jobs well?

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { count, duration, plural, simpleName } from '../format.js';
import { amount, DEAD, link, none, table, time, WAITING } from '../parts.js';
import { activity, periodOf, readStatistics } from '../statistics.js';

export const title = 'Overview';

/** The page stays while the period changes. */
export function keeps() {
	return true;
}

export async function load(params, signal, page) {
	const period = periodOf(params);
	const [overview, statistics] = await Promise.all([get('api/overview', signal),
		readStatistics(`period=${period}`, signal, page.state)]);
	return { ...overview, period, statistics };
}

export function render(data, params, page) {
	return html`<h1>Overview</h1>
		${verdict(data)}
		${figures(data)}
		${activity(data.statistics, data.period, (period) => link('overview', { period }), () => page.redraw())}
		<h2>Queues with the most work <a class="more" href=${link('queues')}>all ${count(data.queueCount)}</a></h2>
		${table('Queues with the most work', queueColumns, data.queues, firstJob())}
		<h2>Newest dead letters <a class="more" href=${link('failures')}>all groups</a></h2>
		${table('Newest dead letters', failureColumns, data.failures, 'There is no dead letter.')}`;
}

function verdict(data) {
	if (data.findings.length === 0) {
		return html`<p class="verdict good">No problem: ${plural(data.workers, 'worker')}, no late queue, no dead letter.</p>`;
	}
	return html`<ul class="verdict">${data.findings.map((finding) => html`<li data-severity=${finding.severity}>
		<a href=${`#/${finding.view}`}>${finding.text}</a></li>`)}</ul>`;
}

function figures(data) {
	const sum = (names) => names.reduce((total, name) => total + (data.sizes[name] || 0), 0);
	const figure = (name, value, href, note = '') => html`<a class="figure" href=${href}><b>${value}</b> ${name}
		<small>${note}</small></a>`;
	return html`<div class="figures">
		${figure('waiting', count(sum(['QUEUED', 'INTERRUPTED'])), link('jobs', { status: ['QUEUED', 'INTERRUPTED'] }), 'could start now')}
		${figure('for later', count(sum(['SCHEDULED', 'RETRY'])), link('jobs', { status: ['SCHEDULED', 'RETRY'] }), 'scheduled or retried')}
		${figure('running', count(sum(['STARTED'])), link('jobs', { status: 'STARTED' }), `of ${count(data.capacity)} at once`)}
		${figure('dead letters', count(sum(DEAD)), link('jobs', { status: DEAD }), 'failed for good')}
		${figure('succeeded', count(sum(['SUCCESS'])), link('jobs', { status: 'SUCCESS' }), 'and still kept')}
		${figure(data.workers === 1 ? 'worker' : 'workers', count(data.workers), link('workers'), 'alive')}
	</div>`;
}

const queueColumns = [
	{ head: 'Queue', kind: 'main', cell: (queue) => html`<a href=${link('queues', { name: queue.name })}>${queue.name}</a>
		${queue.paused ? html`<span class="tag">paused</span>` : ''}` },
	{ head: 'Waiting', kind: 'num', cell: (queue) => amount(queue.waiting, link('jobs', { queue: queue.name, status: WAITING })) },
	{ head: 'Running', kind: 'num', cell: (queue) => amount(queue.running, link('jobs', { queue: queue.name, status: 'STARTED' })) },
	{ head: 'Dead letters', kind: 'num', cell: (queue) => amount(queue.deadLetters, link('jobs', { queue: queue.name, status: DEAD })) },
	{ head: 'Oldest waits', kind: 'num', cell: (queue) => (queue.oldestAgeMillis === null ? none : duration(queue.oldestAgeMillis)) },
	{ head: 'Workers', kind: 'num', cell: (queue) => amount(queue.workers, link('workers')) },
];

const failureColumns = [
	{ head: 'Error', kind: 'main', cell: (group) => html`<a href=${link('jobs', { queue: group.queue, task: group.task,
		error: group.errorType, status: DEAD })} title=${group.errorType}>${simpleName(group.errorType) || 'no error'}</a>` },
	{ head: 'Task', cell: (group) => group.task },
	{ head: 'Queue', cell: (group) => group.queue },
	{ head: 'Last', kind: 'named', cell: (group) => (group.sample
		? html`<a href=${link('job', { id: group.sample })}>${time(group.lastAt)}</a>` : time(group.lastAt)) },
	{ head: 'Jobs', kind: 'num', cell: (group) => count(group.count) },
];

export function firstJob() {
	return html`There is no queue yet. Dispatch a first job: <code>jobs.dispatch(MyTask.class, payload)</code>`;
}
