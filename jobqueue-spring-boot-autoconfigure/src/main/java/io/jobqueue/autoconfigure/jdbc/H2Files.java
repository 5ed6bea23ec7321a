package io.jobqueue.autoconfigure.jdbc;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeanUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ReflectionUtils;

/**
 * Checks an H2 database in a file of this process. An interrupt of a thread that reads or
 * writes closes the file for all threads, unless H2 uses its asynchronous channels. In H2
 * 2.3 and 2.4 no other file system of H2 is safe from that. In addition, a shutdown hook
 * of H2 closes the file while other threads still use it.
 */
public final class H2Files {

	private static final Logger logger = LoggerFactory.getLogger(H2Files.class);

	private static final String PREFIX = "jdbc:h2:";

	private static final String ASYNC = "async:";

	/** Prefixes of URLs without a file of this process. */
	private static final List<String> NO_FILES = List.of("mem:", "tcp:", "ssl:", "memfs:", "memlzf:", "niomemfs:",
			"niomemlzf:");

	private static final String STAYS_OPEN = ";db_close_on_exit=false";

	private H2Files() {
	}

	/** Log a warning about missing settings in the URL of such a database. */
	public static void check(DataSource dataSource) {
		String url = url(dataSource);
		if (isHarmedByInterrupts(url)) {
			logger.warn("The jobs are in a file of H2, which H2 closes for the whole application when a thread is "
					+ "interrupted that uses it: after the timeout of a job, its cancellation, or at shutdown. Begin the "
					+ "URL with 'jdbc:h2:async:' instead of 'jdbc:h2:file:' or 'jdbc:h2:'; the file stays the same");
		}
		if (isClosedOnExit(url)) {
			logger.warn("The jobs are in a file of H2, which H2 closes as soon as the JVM begins to stop, before the "
					+ "worker has stored the outcomes of its jobs. Add ';DB_CLOSE_ON_EXIT=FALSE' to the URL; "
					+ "remove AUTO_SERVER=TRUE, which H2 does not accept together with it");
		}
	}

	/** Return whether a URL names a file that an interrupt closes. */
	static boolean isHarmedByInterrupts(@Nullable String url) {
		return isFile(url) && !path(url).startsWith(ASYNC);
	}

	/**
	 * Return whether a URL names a file that is closed before the application has
	 * stopped.
	 */
	static boolean isClosedOnExit(@Nullable String url) {
		return isFile(url) && !path(url).replace(" ", "").contains(STAYS_OPEN);
	}

	private static boolean isFile(@Nullable String url) {
		String path = path(url);
		return !path.isEmpty() && NO_FILES.stream().noneMatch(path::startsWith);
	}

	/** Return the path after the prefix; empty for a URL of another database. */
	private static String path(@Nullable String url) {
		String name = (url != null) ? url.toLowerCase(Locale.ROOT) : "";
		return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
	}

	/**
	 * Return the URL as configured, from the property of the common pools. The URL of the
	 * driver does not contain its settings.
	 */
	private static @Nullable String url(DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
			target = delegating.getTargetDataSource();
		}
		DataSource pool = target;
		return Stream.of("jdbcUrl", "url", "URL")
			.map((name) -> BeanUtils.getPropertyDescriptor(pool.getClass(), name))
			.filter(Objects::nonNull)
			.map(PropertyDescriptor::getReadMethod)
			.filter((getter) -> getter != null && getter.getReturnType() == String.class)
			.map((getter) -> value(getter, pool))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String value(Method getter, DataSource pool) {
		ReflectionUtils.makeAccessible(getter);
		return (String) ReflectionUtils.invokeMethod(getter, pool);
	}

}
