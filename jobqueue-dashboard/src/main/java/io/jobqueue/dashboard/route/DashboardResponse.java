package io.jobqueue.dashboard.route;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A response of the dashboard.
 *
 * @param status the status
 * @param headers the headers
 * @param body writes the body
 */
public record DashboardResponse(int status, HttpHeaders headers, Body body) {

	private static final int TAG_LENGTH = 32;

	/**
	 * A response whose content is known. It has an {@code ETag}.
	 * @param type the type of the content
	 * @param content the content
	 */
	public static DashboardResponse of(int status, MediaType type, byte[] content) {
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(type);
		headers.setContentLength(content.length);
		if (status == 200) {
			headers.setETag('"' + tag(content) + '"');
		}
		return new DashboardResponse(status, headers, (out) -> out.write(content));
	}

	/** A response with a value as JSON. */
	public static DashboardResponse json(Object value) {
		return of(200, MediaType.APPLICATION_JSON, Json.bytes(value));
	}

	/**
	 * A response with a line of JSON for each step of an operation.
	 * @param body runs the operation
	 */
	public static DashboardResponse lines(Body body) {
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(MediaType.APPLICATION_NDJSON);
		// A proxy must not collect the lines.
		headers.set("X-Accel-Buffering", "no");
		return new DashboardResponse(200, headers, body);
	}

	/** A response that says why a request was refused or failed. */
	public static DashboardResponse problem(int status, String title, String detail) {
		return problem(new Problem(status, title, detail));
	}

	/** A response that says why a request was refused or failed. */
	public static DashboardResponse problem(Problem problem) {
		return of(problem.status(), MediaType.APPLICATION_PROBLEM_JSON, Json.bytes(problem));
	}

	/** A response without a body. */
	public static DashboardResponse empty(int status) {
		return new DashboardResponse(status, new HttpHeaders(), (out) -> {
		});
	}

	private static String tag(byte[] content) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
			return HexFormat.of().formatHex(digest).substring(0, TAG_LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Writes a body. */
	@FunctionalInterface
	public interface Body {

		/**
		 * Write the body.
		 * @param out where to write it
		 */
		void writeTo(OutputStream out) throws IOException;

		/** Write a value as a line of JSON, and send it. */
		static void line(OutputStream out, Object value) throws IOException {
			out.write(Json.bytes(value));
			out.write("\n".getBytes(StandardCharsets.UTF_8));
			out.flush();
		}

	}

}
