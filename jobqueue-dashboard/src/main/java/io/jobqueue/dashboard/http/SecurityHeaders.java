package io.jobqueue.dashboard.http;

import org.springframework.http.HttpHeaders;

/** The headers that restrict what a browser does with a response. */
final class SecurityHeaders {

	private static final String POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "font-src 'self'", "base-uri 'none'",
			"form-action 'none'", "frame-ancestors 'none'");

	private SecurityHeaders() {
	}

	/**
	 * Add the headers.
	 * @param cacheable whether a browser may keep the response and validate it
	 */
	static void addTo(HttpHeaders headers, boolean cacheable) {
		headers.set("Content-Security-Policy", POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("X-Frame-Options", "DENY");
		headers.set("Referrer-Policy", "no-referrer");
		headers.set("Cross-Origin-Opener-Policy", "same-origin");
		headers.set("Cross-Origin-Resource-Policy", "same-origin");
		headers.setCacheControl(cacheable ? "no-cache" : "no-store");
	}

}
