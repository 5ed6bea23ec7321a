package io.jobqueue.autoconfigure.actuate;

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Hides encryption keys in the endpoints {@code env} and {@code configprops}, also where
 * an application has these show values.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class JobQueueSanitizingAutoConfiguration {

	private static final String KEYS = "jobqueuepayloadencryptionkeys";

	@Bean
	SanitizingFunction jobqueueEncryptionKeySanitizing() {
		return SanitizingFunction.sanitizeValue().ifKeyMatches(JobQueueSanitizingAutoConfiguration::isSecret);
	}

	/** In all notations: JOBQUEUE_PAYLOAD_ENCRYPTION_KEYS_0_SECRET is one of them. */
	static boolean isSecret(String key) {
		String name = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		return name.startsWith(KEYS) && !name.equals(KEYS + "id");
	}

}
