package io.jobqueue.testsupport;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A kind of server that tests need, and the images that serve it. A system property such
 * as {@code test.images.redis} replaces the images. A usual build runs the first image,
 * and {@code test.versions=all} runs all of them.
 */
public enum TestBackend {

	REDIS("Redis 6.2", "redis:7.4,redis:8,valkey/valkey:8"),

	POSTGRESQL("PostgreSQL 14", "postgres:15,postgres:12,postgres:13,postgres:14,postgres:16,postgres:17,postgres:18"),

	MARIADB("MariaDB 11.4", "mariadb:11.4,mariadb:10.6,mariadb:10.11,mariadb:11.8"),

	/** No jar brings a MySQL server of a version in use. */
	MYSQL(null, "mysql:8.4");

	private final @Nullable String jar;

	private final List<String> images;

	TestBackend(@Nullable String jar, String images) {
		this.jar = jar;
		String key = "test.images." + name().toLowerCase(Locale.ROOT);
		this.images = List.of(System.getProperty(key, images).split("\\s*,\\s*"));
	}

	/** What runs from a jar where no container can; {@code null} if nothing does. */
	@Nullable String jar() {
		return this.jar;
	}

	/** The first one is that of a usual build. */
	List<String> images() {
		return this.images;
	}

}
