package io.jobqueue;

/**
 * Checks payloads by the rules of the application. A dispatch calls it before the job is
 * stored. A worker calls it before the handler runs, since another release or another
 * program may have stored the job. If the application has a Jakarta {@code Validator},
 * the auto-configuration makes one of it; a bean of this type replaces that.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface PayloadValidator {

	/** Accepts all payloads. */
	PayloadValidator NONE = (task, payload) -> {
	};

	/**
	 * Check a payload.
	 * @param task the name of the task
	 * @param payload the payload, as the type that the task declares if this application
	 * knows the task
	 * @throws InvalidPayloadException if a value is not valid. The dispatch throws it. A
	 * job whose handler did not run because of it is not retried and ends FAILED
	 */
	void validate(String task, Object payload);

}
