// The finished steps of a job, with their results folded.

import { html, nothing } from './lib/lit-html.js';
import { readOr } from './api.js';
import { bytes, plural } from './format.js';
import { pretty } from './json.js';
import { copy, missing } from './parts.js';

/** Read the steps. Only an attempt finishes some, and they are stored before it ends; a requeue may delete them. */
export async function readSteps(page, { job, delivery }, signal) {
	const known = page.state.steps ??= { all: [], attempt: null, why: null };
	const attempt = `${delivery} ${job.status}`;
	if (job.status !== 'STARTED' && known.attempt === attempt) {
		return;
	}
	const { value, why } = await readOr(null, `api/jobs/${encodeURIComponent(job.id)}/steps`, signal);
	known.why = why;
	if (value) {
		known.all = value.steps;
		known.attempt = attempt;
	}
}

/** The steps, if there are some. */
export function stepsOf(page) {
	const { all, why } = page.state.steps;
	if (all.length === 0) {
		return missing('Steps', why);
	}
	return html`<h2>Steps <small>${plural(all.length, 'step')} finished</small></h2>
		${missing('New steps', why)}
		<ol id="steps">${all.map((step) => html`<li value=${step.number}>${step.name} ${resultOf(step)}</li>`)}</ol>`;
}

function resultOf({ name, result }) {
	return result ? html`<details class="more"><summary aria-label=${`Result of ${name}`}>Result
			<small>${bytes(result.size)}${result.cut ? ', only the beginning is shown' : ''}</small></summary>
		<p>${copy(result.text)}</p><pre tabindex="0">${pretty(result.text)}</pre></details>` : nothing;
}
