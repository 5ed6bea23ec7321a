// Acts on jobs: one, those selected, or all that match a filter, with a count before and progress while it runs.

import { html } from './lib/lit-html.js';
import { get, post, stream } from './api.js';
import { count, plural } from './format.js';
import { announce, ask, button, close, open, query } from './parts.js';

export const ACTS = {
	requeue: { verb: 'Requeue', done: 'requeued', level: 'OPERATE', what: 'run again, with their attempts counted from one' },
	cancel: { verb: 'Cancel', done: 'cancelled', level: 'OPERATE', what: 'do not run any more, and those that run are interrupted' },
	delete: { verb: 'Delete', done: 'deleted', level: 'ADMIN', what: 'are removed with their history. This cannot be undone', danger: true },
};

/** Do it to one job. */
export async function onOne(page, name, id) {
	const act = ACTS[name];
	const sure = name === 'requeue' || await ask({ title: `${act.verb} this job?`, verb: `${act.verb} the job`,
		danger: act.danger, text: `Job ${id}` });
	if (sure) {
		await page.act(() => post(`api/jobs/${encodeURIComponent(id)}/${name}`),
			(result) => (result.changed ? `The job was ${act.done}.` : `The job was not ${act.done}: its state does not allow it.`));
	}
}

/** Do it to the jobs with these ids. */
export async function onSelected(page, name, ids) {
	const act = ACTS[name];
	const jobs = plural(ids.length, 'job');
	if (!await ask({ title: `${act.verb} ${jobs}?`, verb: `${act.verb} ${jobs}`, danger: act.danger,
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
	const sure = await ask({ title: `${act.verb} ${jobs}?`, verb: `${act.verb} ${jobs}`, danger: act.danger,
		text: `${matching.complete ? plural(matching.count, 'job') : `At least ${plural(matching.count, 'job')}`} match now. They ${act.what}.`, name: act.danger ? String(matching.count) : null });
	if (sure) {
		await run(page, act, name, filter, matching.count);
	}
}

async function run(page, act, name, filter, all) {
	const stop = new AbortController();
	let last = { changed: 0, skipped: 0, complete: false };
	const draw = () => {
		const seen = last.changed + last.skipped;
		open(`${act.verb} ${plural(all, 'job')}`, html`<progress max=${Math.max(all, seen, 1)} value=${seen}></progress>
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
