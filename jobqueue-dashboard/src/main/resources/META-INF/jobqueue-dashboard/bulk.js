// Acts on jobs: one, those selected, or all that match a filter, with a count before and progress while it runs.

import { html } from './lib/lit-html.js';
import { get, post, stream } from './api.js';
import { count, plural } from './format.js';
import { announce, ask, button, close, ENDED, open, query } from './parts.js';

const ended = (status) => ENDED.includes(status);

/** An act that only adds something to run takes no confirmation for one job, if that has not succeeded before. */
export const ACTS = {
	requeue: { verb: 'Requeue', done: 'requeued', level: 'OPERATE', fits: ended, adds: true,
		what: 'run again, with their attempts counted from one' },
	'run-now': { verb: 'Run now', done: 'queued', level: 'OPERATE', fits: (status) => ['SCHEDULED', 'RETRY'].includes(status), adds: true,
		what: 'are due at once, with their attempts as they are' },
	cancel: { verb: 'Cancel', done: 'cancelled', level: 'OPERATE', fits: (status) => !ended(status),
		what: 'do not run any more, and those that run are interrupted' },
	delete: { verb: 'Delete', done: 'deleted', level: 'ADMIN', fits: (status) => status !== 'STARTED',
		what: 'are removed with their history. This cannot be undone', danger: true },
};

/** The acts that are possible for jobs with these statuses: those that add, for all of them; others, for some. */
export function actsFor(page, statuses) {
	return Object.keys(ACTS).filter((name) => page.can(ACTS[name].level))
		.filter((name) => (ACTS[name].adds ? statuses.every(ACTS[name].fits) : statuses.some(ACTS[name].fits)));
}

/** Such as 'Cancel 5 jobs', or 'Run 5 jobs now'. */
export function phrase(act, jobs) {
	const [verb, ...rest] = act.verb.split(' ');
	return [verb, jobs, ...rest].join(' ');
}

/** Do it to one job. */
export async function onOne(page, name, job) {
	const act = ACTS[name];
	const { id } = job;
	const again = job.status === 'SUCCESS' && act.adds;
	const sure = (act.adds && !again) || await ask({ title: `${phrase(act, 'this job')}?`, verb: phrase(act, 'the job'),
		danger: act.danger, text: again ? `Job ${id} has succeeded. Its work is done a second time.` : `Job ${id}` });
	if (sure) {
		await page.act(() => post(`api/jobs/${encodeURIComponent(id)}/${name}`),
			(result) => (result.changed ? `The job was ${act.done}.` : `The job was not ${act.done}: its state does not allow it.`));
	}
}

/** Do it to the jobs with these ids. */
export async function onSelected(page, name, ids) {
	const act = ACTS[name];
	const jobs = plural(ids.length, 'job');
	if (!await ask({ title: `${phrase(act, jobs)}?`, verb: phrase(act, jobs), danger: act.danger,
		text: `The selected jobs ${act.what}.` })) {
		return null;
	}
	return page.act(() => post(`api/selection/${name}`, { ids }), (result) => outcome(act, result));
}

/** Count the jobs that match, ask, and show the progress of the act. It can be stopped. */
export async function onMatching(page, name, filter) {
	const act = ACTS[name];
	let matching;
	try {
		matching = await get(`api/jobs/count?${query(filter)}`);
	}
	catch (error) {
		announce(`Not done: ${error.message}`);
		return;
	}
	const jobs = `${matching.complete ? '' : 'more than '}${plural(matching.count, 'job')}`;
	const sure = await ask({ title: `${phrase(act, jobs)}?`, verb: phrase(act, jobs), danger: act.danger,
		text: `${matching.complete ? '' : 'At least '}${plural(matching.count, 'job')} ${matching.count === 1 ? 'matches' : 'match'} now. Jobs that match ${act.what}.`,
		name: act.danger ? String(matching.count) : null });
	if (sure) {
		await run(page, act, name, filter, matching.count);
	}
}

async function run(page, act, name, filter, all) {
	const stop = new AbortController();
	let last = { changed: 0, skipped: 0, complete: false };
	const draw = () => {
		const seen = last.changed + last.skipped;
		open(phrase(act, plural(all, 'job')), html`<progress max=${Math.max(all, seen, 1)} value=${seen}></progress>
			<p>${count(last.changed)} ${act.done}${last.skipped ? `, ${count(last.skipped)} skipped` : ''}</p>`,
		button('Stop', () => stop.abort()));
	};
	draw();
	document.getElementById('dialog').oncancel = () => stop.abort();
	let text;
	try {
		await stream(`api/matching/${name}`, filter, (line) => {
			last = line;
			draw();
		}, stop.signal);
		text = last.complete ? outcome(act, last) : `Stopped: ${outcome(act, last)}`;
	}
	catch (error) {
		text = stop.signal.aborted ? `Stopped. ${outcome(act, last)}` : `Not finished: ${error.message} ${outcome(act, last)}`;
	}
	document.getElementById('dialog').oncancel = null;
	close();
	announce(text);
	await page.reload();
}

function outcome(act, result) {
	const skipped = result.skipped ? `, ${count(result.skipped)} skipped` : '';
	return `${plural(result.changed, 'job')} ${act.done}${skipped}.${result.refusal ? ` ${result.refusal}` : ''}`;
}
