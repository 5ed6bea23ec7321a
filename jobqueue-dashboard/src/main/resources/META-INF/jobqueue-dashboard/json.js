// JSON that was stored, as it is read by people.

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s"[\]{},:]+/g;

/** Texts that are nested more deeply than anything that people read would have more spaces than text. */
const DEEPEST = 40;

/**
 * JSON with line breaks, or the text as it is. Numbers and the order of names stay as they were stored: a number of
 * JavaScript has fewer digits than a number of JSON can have.
 */
export function pretty(text) {
	if (!isJson(text)) {
		return text;
	}
	let result = '';
	let depth = 0;
	let before = '';
	for (const [token] of text.matchAll(TOKEN)) {
		if (token === '}' || token === ']') {
			depth -= 1;
			result += opens(before) ? token : line(depth) + token;
		}
		else {
			const value = token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;
			result += (opens(before) || before === ',' ? line(depth) : before === ':' ? ' ' : '') + value;
			depth += opens(token) ? 1 : 0;
		}
		before = token;
	}
	return result;
}

function isJson(text) {
	try {
		JSON.parse(text);
		return true;
	}
	catch {
		return false;
	}
}

function opens(token) {
	return token === '{' || token === '[';
}

function line(depth) {
	return `\n${'  '.repeat(Math.min(depth, DEEPEST))}`;
}
