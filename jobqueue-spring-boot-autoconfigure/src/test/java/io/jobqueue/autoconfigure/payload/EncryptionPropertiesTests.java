package io.jobqueue.autoconfigure.payload;

import io.jobqueue.InvalidEncryptionException;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.actuate.JobQueueSanitizingAutoConfiguration;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EncryptionPropertiesTests {

	private static final String PREFIX = "jobqueue.payload.encryption.";

	private static void assertRefused(ApplicationContextRunner runner, String... parts) {
		runner.run((context) -> {
			assertThat(context).getFailure().rootCause().isInstanceOf(InvalidEncryptionException.class);
			Throwable failure = context.getStartupFailure();
			while (failure.getCause() != null) {
				failure = failure.getCause();
			}
			assertThat(failure).hasMessageContainingAll(parts);
			String analysis = new InvalidEncryptionFailureAnalyzer().analyze(context.getStartupFailure())
				.getDescription();
			assertThat(analysis).contains(parts).doesNotContain("c2hvcnQ");
		});
	}

	@Test
	void setOfKeysThatCannotWorkFailsTheStart(CapturedOutput output) {
		ApplicationContextRunner runner = Contexts.inMemory();
		assertRefused(runner.withPropertyValues(PREFIX + "active-key=k1"), "'k1' does not exist");
		assertRefused(SensitivePayloadTests.encrypting(runner, "k2", "k1"), "'k2' does not exist", "[k1]");
		assertRefused(SensitivePayloadTests.encrypting(runner, "k1", "k1", "k1"), "Two encryption keys", "'k1'");
		assertRefused(runner.withPropertyValues(PREFIX + "keys[0].id=k1", PREFIX + "keys[0].secret=c2hvcnQ="),
				"active-key");
		assertRefused(runner.withPropertyValues(PREFIX + "active-key=k1", PREFIX + "keys[0].id=k1",
				PREFIX + "keys[0].secret=c2hvcnQ="), "'k1' has 5 bytes", "openssl");
		assertRefused(runner.withPropertyValues(PREFIX + "active-key=k1", PREFIX + "keys[0].secret=c2hvcnQ="),
				"keys[0] has no 'id'");
		assertRefused(runner.withPropertyValues(PREFIX + "active-key=k1", PREFIX + "keys[0].id=k1"),
				"'k1' has no 'secret'");
		assertThat(output).doesNotContain("c2hvcnQ");
	}

	@Test
	void serializerThatDoesNotEncryptFailsTheStart() {
		assertRefused(
				SensitivePayloadTests.encrypting(Contexts.inMemory(), "k1", "k1")
					.withBean(JobSerializer.class, JacksonJobSerializer::new),
				JacksonJobSerializer.class.getName(), "withEncryption");
	}

	@Test
	void keysAreNotShown() {
		SensitivePayloadTests.encrypting(Contexts.inMemory(), "k1", "k1").run((context) -> {
			assertThat(context.getBean(JobQueueProperties.class).toString()).contains("id=k1")
				.doesNotContain(SensitivePayloadTests.secret("k1"));
			assertThat(context.getBean(JobSerializer.class).toString())
				.doesNotContain(SensitivePayloadTests.secret("k1"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "jobqueue.payload.encryption.keys[0].secret, true", "JOBQUEUE_PAYLOAD_ENCRYPTION_KEYS_0_SECRET, true",
			"jobqueue.payload.encryption.keys.0.secret, true", "jobqueue.payload.encryption.keys, true",
			"jobqueue.payload.encryption.keys[0].id, false", "jobqueue.payload.encryption.activeKey, false",
			"jobqueue.payload.max-size, false" })
	void endpointsHideKeys(String key, boolean hidden) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JobQueueSanitizingAutoConfiguration.class))
			.run((context) -> {
				SanitizableData data = new SanitizableData(null, key, "value");
				assertThat(context.getBean(SanitizingFunction.class).applyUnlessFiltered(data).getValue())
					.isEqualTo(hidden ? SanitizableData.SANITIZED_VALUE : "value");
			});
	}

}
