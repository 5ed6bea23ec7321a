// A chart of lines over time: an element over uPlot, with a legend that shows the values under the pointer.

import { html, render } from './lib/lit-html.js';
import { hour, moment } from './format.js';
import { button } from './parts.js';

const HEIGHT = 144;
const DARK = matchMedia('(prefers-color-scheme: dark)');
const DASHES = { solid: [], dashed: [6, 4], dotted: [2, 3] };

const files = new Map();
const failed = new Set();

/** The library is loaded with the first chart. It is no module, and defines a global name. */
function load() {
	return Promise.all([
		add('lib/uplot.js', 'script', { src: 'lib/uplot.js' }),
		add('lib/uplot.css', 'link', { rel: 'stylesheet', href: 'lib/uplot.css' }),
	]);
}

/** Add a file to the page, unless it is there. One that could not be loaded is added again the next time. */
function add(file, name, attributes) {
	if (!files.has(file)) {
		files.set(file, new Promise((resolve, reject) => {
			const element = Object.assign(document.createElement(name), attributes);
			element.onload = resolve;
			element.onerror = () => {
				element.remove();
				files.delete(file);
				reject(new Error(`${file} cannot be loaded.`));
			};
			document.head.append(element);
		}));
	}
	return files.get(file);
}

/**
 * The property 'model' has 'times' in seconds, 'series' with a name, values, a colour of the page, and a line that is
 * solid, dashed or dotted; 'format' makes a text of a value, and 'least' is the lowest top of the scale.
 */
class Chart extends HTMLElement {
	#model = null;
	#plot = null;
	#loading = false;
	#legend = null;
	#sizes = new ResizeObserver(() => this.#fit());
	#colours = () => this.#show();

	set model(model) {
		if (model !== this.#model) {
			this.#model = model;
			this.#draw();
		}
	}

	connectedCallback() {
		this.#sizes.observe(this);
		DARK.addEventListener('change', this.#colours);
		this.#draw();
	}

	disconnectedCallback() {
		this.#sizes.disconnect();
		DARK.removeEventListener('change', this.#colours);
		failed.delete(this);
		this.#remove();
	}

	#remove() {
		this.#plot?.destroy();
		this.#plot = null;
	}

	/** A new model and a new place in the page come together, and are drawn once. */
	async #draw() {
		if (this.#loading || !this.isConnected) {
			return;
		}
		this.#loading = true;
		let problem = null;
		try {
			await load();
		}
		catch (error) {
			problem = error;
		}
		this.#loading = false;
		if (problem) {
			this.#fail(problem);
		}
		else {
			failed.delete(this);
			this.#show();
		}
	}

	/** All charts need the same files, so all are drawn again. An image would hide the button. */
	#fail(error) {
		if (this.isConnected) {
			failed.add(this);
			this.removeAttribute('role');
			render(html`<span>${error.message}</span> ${button('Try again', () => [...failed].forEach((chart) => chart.#draw()))}`,
				this.#label());
		}
	}

	/** Draw with the colours and the size of now. */
	#show() {
		const model = this.#model;
		if (!this.isConnected || !model || !window.uPlot || this.#loading) {
			return;
		}
		this.setAttribute('role', 'img');
		this.#label();
		this.#remove();
		const data = [model.times, ...model.series.map((each) => each.values)];
		this.#plot = new window.uPlot(options(model, getComputedStyle(this), this.clientWidth, (index) => this.#values(index)),
			data, this);
		this.#values(null);
	}

	#label() {
		this.#legend ??= this.appendChild(Object.assign(document.createElement('div'), { className: 'legend' }));
		return this.#legend;
	}

	#fit() {
		if (this.#plot && this.clientWidth && this.#plot.width !== this.clientWidth) {
			this.#plot.setSize({ width: this.clientWidth, height: HEIGHT });
		}
	}

	/** Show the values at a point; those of the last point while no point is chosen. */
	#values(index) {
		const { times, series, format } = this.#model;
		const at = index ?? times.length - 1;
		render(html`${series.map((each) => html`<span><svg viewBox="0 0 24 8" aria-hidden="true"><line x1="0" x2="24" y1="4" y2="4"
			class=${each.colour} stroke-dasharray=${DASHES[each.line].join(' ') || 'none'}></line></svg>
			${each.name} <b>${format(each.values[at])}</b></span>`)} <small>${at >= 0 ? moment(times[at] * 1000) : ''}</small>`, this.#label());
	}
}

function options(model, style, width, choose) {
	const colour = (name) => style.getPropertyValue(`--${name}`).trim();
	const axis = { font: '12px system-ui, sans-serif', stroke: colour('quiet'), ticks: { show: false },
		grid: { stroke: colour('line'), width: 1 } };
	const span = model.times.at(-1) - model.times[0];
	return {
		width, height: HEIGHT, legend: { show: false },
		cursor: { sync: { key: 'jobqueue' }, drag: { x: false, y: false }, points: { size: 6 } },
		hooks: { setCursor: [(plot) => choose(plot.cursor.idx ?? null)] },
		scales: { y: { range: (plot, least, most) => [0, Math.max((most || 0) * 1.1, model.least)] } },
		axes: [{ ...axis, size: 28, space: 64, values: (plot, splits) => splits.map((split) => hour(split * 1000, span)) },
			{ ...axis, size: 64, space: 32, values: (plot, splits) => splits.map(model.format) }],
		series: [{}, ...model.series.map((each) => ({ label: each.name, stroke: colour(each.colour), width: 1.5,
			dash: DASHES[each.line], fill: each.filled ? `${colour(each.colour)}22` : undefined,
			points: { size: 4, filter: (plot, index, all) => (all ? null : alone(plot.data[index])) } }))],
	};
}

/** The values without a neighbour. No line ends at them, so they are drawn as points, also where others are not. */
function alone(values) {
	const known = (at) => values[at] !== null && values[at] !== undefined;
	return values.flatMap((value, at) => (known(at) && !known(at - 1) && !known(at + 1) ? [at] : []));
}

customElements.define('job-chart', Chart);
