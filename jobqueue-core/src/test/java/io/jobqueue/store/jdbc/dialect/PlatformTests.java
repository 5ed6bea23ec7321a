package io.jobqueue.store.jdbc.dialect;

import io.jobqueue.JobQueueException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlatformTests {

	@ParameterizedTest
	@CsvSource({ "MYSQL, 8.0.17", "MYSQL, 8.0.36-28", "MYSQL, 8.4.0", "MYSQL, 9.0.1", "MYSQL, 8.0.mysql_aurora.3.02",
			"MARIADB, 10.6.0-MariaDB", "MARIADB, 11.4.2-MariaDB-ubu2404", "MARIADB, 5.5.5-10.6.1-MariaDB",
			"POSTGRESQL, 12.22 (Debian 12.22-1.pgdg120+1)", "POSTGRESQL, 17.2", "POSTGRESQL, 18beta1",
			"H2, 2.3.232 (2024-08-11)", "H2, 2.4.240 (2025-09-22)" })
	void versionsThatAreNewEnoughAreTaken(Platform platform, String version) {
		assertThatCode(() -> platform.requireVersion(version)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "MYSQL, 8.0.15, MySQL 8.0.17", "MYSQL, 8.0.16-7, MySQL 8.0.17", "MYSQL, 5.7.44, MySQL 8.0.17",
			"MARIADB, 10.5.28-MariaDB, MariaDB 10.6", "POSTGRESQL, 11.22, PostgreSQL 12",
			"H2, 2.2.224 (2023-09-17), H2 2.3", "H2, 1.4.200 (2019-10-14), H2 2.3" })
	void olderOnesAreRefusedWithTheLeast(Platform platform, String version, String least) {
		assertThatExceptionOfType(JobQueueException.class).isThrownBy(() -> platform.requireVersion(version))
			.withMessage("The JDBC store needs " + least + " or later, but the server is " + version);
	}

}
