package io.jobqueue.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

class LibraryResourcesTests {

	@ParameterizedTest
	@ValueSource(strings = { "io/jobqueue/store/redis/claim.lua", "io/jobqueue/store/jdbc/schema/h2/V1__jobqueue.sql",
			"io/jobqueue/store/jdbc/schema/postgresql/V1__jobqueue.sql",
			"io/jobqueue/store/jdbc/schema/mysql/V1__jobqueue.sql",
			"io/jobqueue/store/jdbc/schema/mariadb/V1__jobqueue.sql",
			"io/jobqueue/outbox/schema/postgresql/V1__jobqueue_outbox.sql",
			"io/jobqueue/outbox/schema/mariadb/V1__jobqueue_outbox.sql" })
	void scriptsArePartOfANativeImage(String script) {
		RuntimeHints hints = new RuntimeHints();
		new LibraryResources().registerHints(hints, getClass().getClassLoader());
		assertThat(getClass().getClassLoader().getResource(script)).as("the script itself").isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(script)).accepts(hints);
	}

}
