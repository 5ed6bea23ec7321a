// The view of a session that has ended, for the next one.

const VIEW = 'jobqueue.view';

/** A page for signing in leads to the address without the view. */
export function signIn() {
	sessionStorage.setItem(VIEW, location.hash);
	location.reload();
}

/** Return to the view of the session before, if the address names no other. */
export function resume() {
	const hash = sessionStorage.getItem(VIEW);
	sessionStorage.removeItem(VIEW);
	if (hash && !location.hash) {
		history.replaceState(null, '', hash);
	}
}
