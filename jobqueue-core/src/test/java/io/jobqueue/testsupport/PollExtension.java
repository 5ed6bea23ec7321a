package io.jobqueue.testsupport;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How often all tests look for what they await: at once and then often, since most of it
 * is there within milliseconds. How long they wait stays as it is, because some tests
 * tell by that limit that no timer of a worker has helped.
 */
public final class PollExtension implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
	}

}
