package io.jobqueue.dashboard.route;

/**
 * The token that Spring Security expects with each act.
 *
 * @param header the name of the header
 * @param token the value
 */
public record CsrfHeader(String header, String token) {
}
