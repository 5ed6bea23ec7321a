package io.jobqueue.store.redis;

import java.util.Locale;

import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.access.ScriptSource;
import io.jobqueue.testsupport.DefaultLocale;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts are the same in a locale of other digits and of other small letters.
 */
@ExtendWith(DefaultLocale.class)
class RedisLocaleTests {

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG-u-nu-arab", "tr-TR", "hi-IN-u-nu-deva" })
	void scriptsDoNotDependOnTheLocale(String tag) {
		Locale.setDefault(Locale.forLanguageTag(tag));
		for (Script script : Script.values()) {
			assertThat(ScriptSource.of(script.name().toLowerCase(Locale.ROOT)).text().chars())
				.allMatch((character) -> character < 128 || character == '\u2026');
		}
	}

}
