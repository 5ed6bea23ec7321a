// What will run?

import { html, nothing } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { duration, exactly } from '../format.js';
import { button, link, table, time } from '../parts.js';

export const title = 'Schedules';

export function load(params, signal) {
	return get('api/schedules', signal);
}

export function render(schedules, params, page) {
	return html`<h1>Schedules</h1>
		${table('Schedules', [
			{ head: 'Schedule', kind: 'main', cell: (each) => html`${each.name} ${each.state === 'ACTIVE' ? nothing
				: html`<span class=${`tag ${each.state === 'UNDECLARED' ? 'bad' : ''}`}>${each.state.toLowerCase()}</span>`}` },
			{ head: 'When', cell: (each) => (each.cron ? html`<code>${each.cron}</code> <small>${each.zone}</small>`
				: `every ${duration(each.everyMillis)}`) },
			{ head: 'Next', cell: (each) => time(each.next) },
			{ head: 'Last', cell: (each) => (each.runs.length ? time(each.runs[0].tick) : 'not yet') },
			{ head: 'Last runs', cell: (each) => runs(each) },
			{ head: 'Task', cell: (each) => html`<a href=${link('jobs', { queue: each.queue, task: each.task })}>${each.task}</a>` },
			page.can('OPERATE') ? { head: 'Acts', kind: 'acts', cell: (each) => acts(each, page) } : null,
		].filter(Boolean), schedules, html`There is no recurring job. Annotate a task with <code>@JobSchedule</code>, or
			configure <code>jobqueue.schedules</code>.`)}`;
}

/** The newest ten, the oldest first, as marks with a word for each. */
function runs(schedule) {
	return html`<span class="runs">${schedule.runs.slice(0, 10).reverse().map((run) => {
		const text = `${run.outcome.toLowerCase()}, ${exactly(run.tick)}`;
		return run.job ? html`<a href=${link('job', { id: run.job })} data-outcome=${run.outcome} title=${text} aria-label=${text}></a>`
			: html`<span data-outcome=${run.outcome} title=${text} role="img" aria-label=${text}></span>`;
	})}</span>`;
}

function acts(schedule, page) {
	const path = `api/schedules/${encodeURIComponent(schedule.name)}`;
	const act = (verb, done) => button(verb, () => page.act(() => post(`${path}/${verb.toLowerCase()}`), done),
		{ label: `${verb} ${schedule.name}` });
	return html`${schedule.state === 'PAUSED' ? act('Resume', () => `${schedule.name} fires again.`)
		: act('Pause', () => `${schedule.name} does not fire until it is resumed.`)}
		${act('Trigger', (result) => `${schedule.name} was fired: job ${result.job}.`)}`;
}
