package io.jobqueue.autoconfigure;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.jobqueue.testsupport.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts without optional jars, in a process of its own: a filtered class loader does not
 * show every way in which a missing class can hurt.
 */
@Tag("process")
class AbsentJarsTests {

	private static final String ACTUATOR = "spring-boot-(actuator|health|micrometer).*";

	private static final String MICROMETER = "(micrometer-(core|registry|jakarta9)|context-propagation|prometheus-|spring-boot-micrometer).*";

	/** Spring MVC needs it. */
	private static final String OBSERVATION = "micrometer-observation-.*";

	private static final String REDIS = "spring-data-.*|spring-boot-data-.*|lettuce-.*|reactor-.*|spring-tx-.*|spring-boot-persistence.*";

	private static final String JDBC = "spring-jdbc-.*|spring-boot-(jdbc|sql|starter-jdbc)-.*|h2-.*|HikariCP-.*";

	private static final String WEB = "spring-web.*|tomcat-.*|spring-boot-(web|tomcat|servlet|http).*";

	private static final String VALIDATION = "jakarta.validation-.*|hibernate-validator-.*|spring-boot-validation-.*";

	private static final String JACKSON = "spring-boot-jackson-.*";

	@ParameterizedTest
	@ValueSource(strings = { REDIS + "|" + JDBC, "context-propagation-.*",
			ACTUATOR + "|" + MICROMETER + "|" + OBSERVATION + "|" + REDIS + "|" + JDBC + "|" + WEB + "|" + JACKSON })
	void jobsRunInMemoryWithout(String jars) throws Exception {
		assertThat(run(jars, "--jobqueue.store=memory", "--server.port=0", "--server.address=127.0.0.1"))
			.contains("The job ended as SUCCESS");
	}

	@ParameterizedTest
	@ValueSource(strings = { ACTUATOR, MICROMETER, JDBC, WEB, VALIDATION })
	void jobsRunOnRedisWithout(String jars) throws Exception {
		assertThat(run(jars, "--spring.data.redis.host=" + TestRedis.shared().host(),
				"--spring.data.redis.port=" + TestRedis.shared().port(),
				"--jobqueue.namespace=" + TestRedis.namespace(), "--server.port=0", "--server.address=127.0.0.1"))
			.contains("The job ended as SUCCESS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring-data-.*|spring-boot-data-.*|lettuce-.*", ACTUATOR + "|" + MICROMETER })
	void jobsRunInADatabaseWithout(String jars) throws Exception {
		assertThat(run(jars, "--jobqueue.store=jdbc", "--server.port=0", "--server.address=127.0.0.1"))
			.contains("The job ended as SUCCESS");
	}

	private static String run(String absent, String... arguments) throws Exception {
		Pattern pattern = Pattern.compile(absent);
		String classPath = Arrays.stream(JavaProcess.CLASS_PATH.split(File.pathSeparator))
			.filter((entry) -> !pattern.matcher(Path.of(entry).getFileName().toString()).matches())
			.collect(Collectors.joining(File.pathSeparator));
		return new JavaProcess(classPath, List.of(), AbsentJarsApplication.class).run(0, Arrays.asList(arguments));
	}

}
