package io.jobqueue.store.redis.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis runs the whole text of a script with every call, so what it sets up is bounded.
 */
class ScriptSourceTests {

	private static final Pattern FUNCTION = Pattern.compile("(?m)^(local )?function ");

	@ParameterizedTest
	@CsvSource({ "INSERT, 25", "CLAIM, 60", "STEP, 45" })
	void scriptsForPlainJobsMakeFewFunctions(Script script, int most) {
		assertThat(FUNCTION.matcher(source(script).text()).results().count()).isLessThanOrEqualTo(most);
	}

	@ParameterizedTest
	@EnumSource(Script.class)
	void keysAreNotLocalVariables(Script script) {
		assertThat(source(script).text()).doesNotContainPattern("(?m)^local [A-Z_]+ = (KEYS\\[|\\d+$|'[^']*'$)");
		String keys = String.join("|", Arrays.stream(Key.values()).map(Key::name).toList());
		assertThat(source(script).text().replaceAll("--.*", "").replaceAll("'[^'\n]*'", ""))
			.doesNotContainPattern("\\b(" + keys + ")\\b");
	}

	@Test
	void wordsInStringsAreKept() {
		// TIME is the name of a constant, too.
		assertThat(source(Script.CLAIM).text()).contains("call('TIME')").doesNotContain("local COUNT");
	}

	private static ScriptSource source(Script script) {
		return ScriptSource.of(script.name().toLowerCase(Locale.ROOT));
	}

}
