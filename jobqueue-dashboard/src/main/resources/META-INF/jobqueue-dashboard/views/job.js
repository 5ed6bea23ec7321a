// What happened to this job?

import { html, nothing } from '../lib/lit-html.js';
import { address, get } from '../api.js';
import { ACTS, actsFor, onOne } from '../bulk.js';
import { between, bytes, duration, exactly, plural, shortId, withoutPackage } from '../format.js';
import { pretty } from '../json.js';
import { logOf, readLog } from '../log.js';
import { button, copy, ENDED, link, status, table, tags, time } from '../parts.js';
import { stackOf } from '../stack.js';
import { readSteps, stepsOf } from '../steps.js';

export const title = 'Job';

export async function load(params, signal, page) {
	const data = await get(`api/jobs/${encodeURIComponent(params.get('id') || '')}`, signal);
	await Promise.all([readSteps(page, data, signal), readLog(page, data, signal)]);
	return data;
}

export function render(data, params, page) {
	const { job } = data;
	return html`<h1 class="id">${job.id} ${copy(job.id)}</h1>
		<p class="lead">${status(job.status)} ${state(job)}</p>
		${data.waitsFor.length ? html`<ul class="waits">${data.waitsFor.map((reason) => html`<li>${reason}</li>`)}</ul>` : nothing}
		${progress(job, data.progressText)}
		${acts(job, data, page)}
		${facts(data)}
		${failure('Error', data.error)}
		${failure('Error in onFailure', data.onFailureError)}
		<h2>Time line</h2>
		${timeLine(data)}
		${stepsOf(page)}
		${stackOf(page, job)}
		${logOf(page)}
		${text('Payload', data.payload, page)}
		${job.status === 'SUCCESS' ? text('Result', data.result, page, 'The handler returned nothing.') : nothing}
		${headers(data.headers)}`;
}

/** The text says where a job stood that failed, too. */
function progress(job, text) {
	const bar = job.status === 'STARTED' && job.progress > 0;
	return !bar && !text ? nothing : html`<p class="progress">${bar ? html`<progress max="1" value=${job.progress}
		aria-label="Progress"></progress> ${Math.round(job.progress * 100)} %` : nothing} ${text || nothing}</p>`;
}

function state(job) {
	if (ENDED.includes(job.status)) {
		return html`ended ${time(job.endedAt)}`;
	}
	return job.status === 'STARTED' ? html`started ${time(job.startedAt)} on ${job.worker}` : html`due ${time(job.dueAt)}`;
}

function acts(job, data, page) {
	const possible = actsFor(page, [job.status]);
	// Each act has a place of its own: a button with the focus does not become another one.
	return html`<p class="bulk">${Object.keys(ACTS).map((name) => (possible.includes(name)
		? button(ACTS[name].verb, () => onOne(page, name, job), ACTS[name]) : nothing))}
		<a href=${link('jobs', { queue: job.queue, task: job.task })}>Jobs of this task</a>
		${page.session.payloads === 'SHOWN' ? html`<a href=${link('jobs', { text: data.correlationId || job.id })}
			title="A search for the correlation id, which jobs that this job has dispatched have too">Related jobs</a>` : nothing}
		<details class="more"><summary>For scripts</summary>
			<p>${copy(JSON.stringify(data, null, 2), 'Copy as JSON')} ${copy(curl(job.id), 'Copy as curl')}</p>
		</details></p>`;
}

/** An apostrophe would end the argument of the command. */
function curl(id) {
	return `curl -u user '${address(`api/jobs/${encodeURIComponent(id)}`).replaceAll("'", '%27')}'`;
}

function facts(data) {
	const { job } = data;
	const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
	return html`<dl class="facts">
		${fact('Task', job.task)}
		${fact('Queue', html`<a href=${link('queues', { name: job.queue })}>${job.queue}</a>`)}
		${fact('Attempts', `${job.attempts}, ${plural(data.retriesUsed, 'retry', 'retries')} used${data.maxRetries === null ? ''
			: ` of ${data.maxRetries}`}`)}
		${fact('Priority', data.priority)}
		${fact('Timeout', data.timeoutMillis === null ? 'of its task' : duration(data.timeoutMillis))}
		${job.tags.length ? fact('Tags', tags(job.tags)) : nothing}
		${data.flow ? fact('Flow', html`<a href=${link('flow', { id: data.flow })} title=${data.flow}>${shortId(data.flow)}</a>`) : nothing}
		${data.parent ? fact('Parent', html`<a href=${link('job', { id: data.parent })} title=${data.parent}>${shortId(data.parent)}</a>`) : nothing}
		${data.correlationId ? fact('Correlation id', data.correlationId) : nothing}
		${job.endedAt ? fact('Ran', between(job.startedAt, job.endedAt)) : nothing}
		${job.worker ? fact('Worker', job.worker) : nothing}
	</dl>`;
}

function failure(name, error) {
	if (!error) {
		return nothing;
	}
	return html`<h2>${name} ${copy(`${error.type}: ${error.message}\n${error.stackTrace || ''}`)}</h2>
		<p class="error"><b>${error.type}</b>${error.message ? html`: ${error.message}` : nothing}</p>
		${error.stackTrace ? trace(error.stackTrace) : nothing}`;
}

/**
 * Frames of the JDK, of Spring and of jobqueue say less than those of the application. A class can follow its loader,
 * its module and the version of that: 'app//', 'java.base/', 'java.base@17.0.2/', 'app/spring.core@7.0.1/'.
 */
const FOREIGN = /^\s+at (?:[^\s/()]*\/){0,2}(?:java|javax|jakarta|jdk|sun|com\.sun|org\.springframework|io\.jobqueue)\./;

/** A line that stands for frames of the error above, which has them too. */
const MORE = /^\s+(?:\.\.\.|…) \d+ (?:more|common)/;

/** The frames of the application first, with the errors that they belong to; the whole trace below. */
function trace(text) {
	const lines = text.split('\n').filter((line) => line.trim());
	const own = lines.filter((line) => !FOREIGN.test(line) && !MORE.test(line));
	const left = lines.filter((line) => FOREIGN.test(line)).length;
	return html`<pre class="own" tabindex="0">${own.join('\n')}</pre>
		${own.length < lines.length ? html`<details class="more"><summary>The whole stack trace${left ? `, with ${plural(left, 'frame')} of libraries` : ''}</summary>
			<pre tabindex="0">${lines.map((line) => html`<span class=${FOREIGN.test(line) ? 'foreign' : ''}>${line}${'\n'}</span>`)}</pre></details>` : nothing}`;
}

function timeLine(data) {
	const { job } = data;
	const row = (at, what, detail = '', length = '') => ({ at, what, detail, length });
	const rows = [row(job.createdAt, 'Dispatched'),
		...data.history.map((attempt) => row(attempt.startedAt, html`Attempt ${attempt.number} ${status(attempt.outcome)}`,
			html`${attempt.worker}${attempt.error ? html`<br><small title=${attempt.error}>${withoutPackage(attempt.error)}</small>` : nothing}`,
			between(attempt.startedAt, attempt.endedAt))),
		job.status === 'STARTED' ? row(job.startedAt, html`Attempt ${job.attempts} ${status('STARTED')}`, job.worker) : null,
		!ENDED.includes(job.status) && job.status !== 'STARTED' ? row(job.dueAt, 'Due') : null,
		job.endedAt ? row(job.endedAt, html`Ended ${status(job.status)}`, '', between(job.createdAt, job.endedAt)) : null]
		.filter(Boolean);
	return table('Time line', [
		{ head: 'Time', kind: 'main', cell: (each) => html`${exactly(each.at)} <small>${time(each.at)}</small>` },
		{ head: 'What', cell: (each) => each.what },
		{ head: 'Took', kind: 'num', cell: (each) => each.length },
		{ head: 'Worker, error', kind: 'wide', cell: (each) => each.detail },
	], rows);
}

function text(name, shown, page, otherwise = 'None.') {
	const hidden = page.session.payloads === 'HIDDEN';
	if (!shown) {
		return html`<h2>${name}</h2><p class="note">${hidden ? 'Hidden by jobqueue.dashboard.payloads.' : otherwise}</p>`;
	}
	const whole = pretty(shown.text);
	return html`<h2>${name} <small>${bytes(shown.size)}${shown.cut ? ', only the beginning is shown' : ''}</small> ${copy(shown.text)}</h2>
		${whole.length > 4000 ? html`<details><summary>${whole.slice(0, 200)} …</summary><pre tabindex="0">${whole}</pre></details>`
		: html`<pre tabindex="0">${whole}</pre>`}`;
}

function headers(all) {
	const names = Object.keys(all);
	return names.length === 0 ? nothing : html`<h2>Headers</h2><dl class="facts">${names.map((name) => html`<div><dt>${name}</dt>
		<dd>${all[name]}</dd></div>`)}</dl>`;
}
