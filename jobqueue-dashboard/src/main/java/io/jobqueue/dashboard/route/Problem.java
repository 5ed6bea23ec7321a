package io.jobqueue.dashboard.route;

/**
 * Why a request was refused or failed, in the form of RFC 9457.
 *
 * @param status the status of the response
 * @param title the kind of the problem
 * @param detail what happened, in words
 */
public record Problem(int status, String title, String detail) {
}
