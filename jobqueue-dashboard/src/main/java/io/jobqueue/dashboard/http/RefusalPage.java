package io.jobqueue.dashboard.http;

import java.nio.charset.StandardCharsets;

import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Problem;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.util.HtmlUtils;

/** Says why a page is not shown: to a browser by a page, to a program as JSON. */
final class RefusalPage {

	private static final String PAGE = """
			<!doctype html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<title>%1$s – jobqueue</title>
			</head>
			<body>
			<h1>%1$s</h1>
			<p>%2$s.</p>
			</body>
			</html>
			""";

	private RefusalPage() {
	}

	static DashboardResponse of(DashboardRequest request, Problem problem) {
		boolean browser = request.headers()
			.getValuesAsList(HttpHeaders.ACCEPT)
			.stream()
			.anyMatch((type) -> type.startsWith(MediaType.TEXT_HTML_VALUE));
		if (!browser) {
			return DashboardResponse.problem(problem);
		}
		String page = PAGE.formatted(HtmlUtils.htmlEscape(problem.title()), HtmlUtils.htmlEscape(problem.detail()));
		return DashboardResponse.of(problem.status(), new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8),
				page.getBytes(StandardCharsets.UTF_8));
	}

}
