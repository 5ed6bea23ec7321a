package io.jobqueue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The package structure of jobqueue-core, stated once and checked on every build. */
class ArchitectureTests {

	private static final String ROOT = "io.jobqueue";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	/**
	 * Package to what it may use, besides the JDK, JSpecify, SLF4J and itself. A new
	 * package fails until it is placed here.
	 */
	private static final Map<String, List<String>> ALLOWED = Map.ofEntries(Map.entry("", List.of()),
			Map.entry(".annotation",
					List.of(ROOT, "org.springframework.core.annotation", "org.springframework.stereotype")),
			Map.entry(".serialization",
					List.of(ROOT, ROOT + ".annotation", "tools.jackson..", "com.fasterxml.jackson.annotation",
							"javax.crypto..")),
			Map.entry(".retry", List.of(ROOT)), Map.entry(".event", List.of(ROOT, ROOT + ".store")),
			Map.entry(".store", List.of(ROOT)), Map.entry(".lifecycle", List.of(ROOT, ROOT + ".store")),
			Map.entry(".store.memory", List.of(ROOT, ROOT + ".lifecycle", ROOT + ".store")),
			Map.entry(".store.redis",
					List.of(ROOT, ROOT + ".lifecycle", ROOT + ".store", "org.springframework.data.redis..",
							"io.lettuce..", "org.springframework.core.io..", "org.springframework.core.task",
							"org.springframework.dao..", "org.springframework.util.backoff")),
			Map.entry(".store.jdbc",
					List.of(ROOT, ROOT + ".lifecycle", ROOT + ".store", ROOT + ".transaction", "com.zaxxer.hikari",
							"org.postgresql", "org.springframework.dao..", "org.springframework.jdbc..",
							"org.springframework.transaction..", "org.springframework.util")),
			Map.entry(".reference",
					List.of(ROOT, "tools.jackson..", "jakarta.persistence..", "org.springframework.orm.jpa")),
			Map.entry(".payload",
					List.of(ROOT, ROOT + ".maintenance", ROOT + ".store", ROOT + ".store.jdbc",
							"org.springframework.jdbc.core.simple")),
			Map.entry(".dispatch",
					List.of(ROOT, ROOT + ".event", ROOT + ".flow", ROOT + ".payload", ROOT + ".serialization",
							ROOT + ".store", ROOT + ".task", ROOT + ".transaction",
							"org.springframework.transaction.support", "org.springframework.util")),
			Map.entry(".flow",
					List.of(ROOT, ROOT + ".event", ROOT + ".serialization", ROOT + ".store",
							"org.springframework.context")),
			Map.entry(".task", List.of(ROOT, ROOT + ".annotation", ROOT + ".retry", ROOT + ".serialization",
					"org.slf4j.event", "org.springframework.beans..", "org.springframework.core..",
					"org.springframework.expression..", "org.springframework.util..", "org.springframework.aop..",
					"reactor.core.publisher", "kotlin.coroutines", "kotlinx.coroutines")),
			Map.entry(".worker",
					List.of(ROOT, ROOT + ".event", ROOT + ".flow", ROOT + ".payload", ROOT + ".retry",
							ROOT + ".serialization", ROOT + ".store", ROOT + ".task", "org.slf4j.event",
							"org.slf4j.helpers", "org.springframework.context..", "org.springframework.core.task")),
			Map.entry(".maintenance", List.of(ROOT, ROOT + ".store", "org.springframework.context..")),
			Map.entry(".statistics", List.of(ROOT, ROOT + ".maintenance", ROOT + ".store")),
			Map.entry(".outbox",
					List.of(ROOT, ROOT + ".event", ROOT + ".store", ROOT + ".store.jdbc", "tools.jackson..",
							"org.springframework.context", "org.springframework.core", "org.springframework.dao..",
							"org.springframework.jdbc..", "org.springframework.transaction..")),
			Map.entry(".schedule",
					List.of(ROOT, ROOT + ".annotation", ROOT + ".dispatch", ROOT + ".event", ROOT + ".serialization",
							ROOT + ".store", ROOT + ".task", "org.springframework.context",
							"org.springframework.scheduling.support")),
			Map.entry(".management",
					List.of(ROOT, ROOT + ".dispatch", ROOT + ".event", ROOT + ".flow", ROOT + ".raw",
							ROOT + ".schedule", ROOT + ".serialization", ROOT + ".store")),
			Map.entry(".transaction", List.of("org.springframework.transaction.support")),
			Map.entry(".observation", List.of(ROOT, "io.micrometer.context", "io.micrometer.observation")),
			Map.entry(".raw",
					List.of(ROOT, ROOT + ".dispatch", ROOT + ".event", ROOT + ".serialization", ROOT + ".store",
							ROOT + ".task", "org.springframework.context")),
			Map.entry(".metrics", List.of(ROOT, ROOT + ".flow", ROOT + ".raw", ROOT + ".task", ROOT + ".worker",
					ROOT + ".store", "io.micrometer..", "org.springframework.context")));

	/**
	 * Packages that are divided further: each of their parts to the parts it may use.
	 * What the whole may use is listed above.
	 */
	private static final Map<String, List<String>> PARTS = Map.ofEntries(
			Map.entry(".worker",
					List.of(".attempt", ".failure", ".feed", ".notes", ".options", ".outcome", ".parallel", ".permit",
							".thread", ".timing")),
			Map.entry(".management.masking", List.of()), Map.entry(".dispatch.group", List.of()),
			Map.entry(".worker.attempt",
					List.of(".notes", ".options", ".outcome", ".parallel", ".permit", ".thread", ".timing")),
			Map.entry(".worker.notes", List.of(".options", ".thread", ".timing")),
			Map.entry(".worker.parallel", List.of(".thread")), Map.entry(".dispatch", List.of(".group")),
			Map.entry(".worker.failure", List.of(".attempt", ".options", ".outcome", ".thread", ".timing")),
			Map.entry(".worker.feed", List.of(".attempt", ".options", ".outcome", ".permit", ".timing")),
			Map.entry(".worker.permit", List.of(".options", ".outcome")), Map.entry(".worker.options", List.of()),
			Map.entry(".worker.outcome", List.of(".options", ".timing")),
			Map.entry(".worker.thread", List.of(".timing")), Map.entry(".worker.timing", List.of()),
			Map.entry(".flow", List.of(".state")), Map.entry(".flow.state", List.of()),
			Map.entry(".management", List.of(".drain", ".masking", ".stack")),
			Map.entry(".schedule", List.of(".timing")), Map.entry(".schedule.timing", List.of()),
			Map.entry(".store",
					List.of(".audit", ".drain", ".error", ".feed", ".flow", ".form", ".job", ".limit", ".notes", ".raw",
							".schedule", ".stack", ".statistics", ".support")),
			Map.entry(".store.flow", List.of(".error", ".job")), Map.entry(".store.memory.flow", List.of()),
			Map.entry(".store.redis.flow", List.of(".access", ".form")),
			Map.entry(".store.jdbc.flow", List.of(".access", ".dialect", ".row")),
			Map.entry(".store.notes", List.of(".error", ".form")), Map.entry(".store.stack", List.of(".error")),
			Map.entry(".store.drain", List.of(".error")), Map.entry(".store.audit", List.of(".error", ".form")),
			Map.entry(".store.error", List.of()), Map.entry(".store.feed", List.of(".job")),
			Map.entry(".store.form", List.of()), Map.entry(".store.limit", List.of(".error", ".form", ".job")),
			Map.entry(".store.job", List.of(".form")), Map.entry(".store.schedule", List.of(".form", ".job")),
			Map.entry(".store.support", List.of()), Map.entry(".store.statistics", List.of()),
			Map.entry(".store.memory", List.of(".audit", ".drain", ".flow", ".notes", ".raw", ".stack", ".statistics")),
			Map.entry(".store.memory.notes", List.of()), Map.entry(".store.memory.statistics", List.of()),
			Map.entry(".store.jdbc.statistics", List.of(".access", ".dialect", ".row")),
			Map.entry(".store.redis.statistics", List.of(".access", ".form")),
			Map.entry(".store.jdbc",
					List.of(".access", ".audit", ".dialect", ".drain", ".flow", ".limit", ".notes", ".query", ".raw",
							".row", ".schedule", ".schema", ".signal", ".stack", ".statistics", ".step", ".upkeep")),
			Map.entry(".store.jdbc.notes", List.of(".access", ".dialect", ".row")),
			Map.entry(".store.jdbc.stack", List.of(".access", ".dialect", ".row", ".signal")),
			Map.entry(".store.memory.stack", List.of()), Map.entry(".store.memory.audit", List.of()),
			Map.entry(".store.jdbc.drain", List.of(".access", ".dialect", ".row", ".signal")),
			Map.entry(".store.redis.drain", List.of(".access", ".form")), Map.entry(".management.stack", List.of()),
			Map.entry(".store.jdbc.audit", List.of(".access", ".dialect", ".row")),
			Map.entry(".store.jdbc.limit", List.of(".access", ".dialect", ".query", ".row", ".signal")),
			Map.entry(".store.jdbc.schedule", List.of(".access", ".dialect", ".query", ".row", ".signal", ".step")),
			Map.entry(".store.jdbc.access", List.of(".dialect", ".row", ".schema")),
			Map.entry(".store.jdbc.dialect", List.of()), Map.entry(".management.drain", List.of()),
			Map.entry(".store.jdbc.query", List.of(".access", ".dialect", ".row")),
			Map.entry(".store.jdbc.row", List.of(".dialect")), Map.entry(".store.memory.drain", List.of()),
			Map.entry(".store.jdbc.schema", List.of(".dialect", ".row")),
			Map.entry(".store.jdbc.signal", List.of(".access", ".dialect", ".row", ".schema")),
			Map.entry(".store.jdbc.step", List.of(".access", ".dialect", ".limit", ".query", ".row", ".signal")),
			Map.entry(".store.jdbc.upkeep", List.of(".access", ".dialect", ".query", ".row", ".step")),
			Map.entry(".store.redis",
					List.of(".access", ".drain", ".flow", ".form", ".insert", ".move", ".notes", ".query", ".raw",
							".schedule", ".statistics", ".step")),
			Map.entry(".store.redis.notes", List.of(".access", ".form")),
			Map.entry(".store.redis.schedule", List.of(".access", ".form")),
			Map.entry(".store.redis.access", List.of(".form")), Map.entry(".store.redis.form", List.of()),
			Map.entry(".store.redis.move", List.of(".access", ".form")),
			Map.entry(".store.redis.query", List.of(".access", ".form", ".move")),
			Map.entry(".store.redis.step", List.of(".access", ".form")),
			Map.entry(".task", List.of(".invoke", ".settings")), Map.entry(".task.invoke", List.of()),
			Map.entry(".task.settings", List.of()), Map.entry(".store.redis.insert", List.of(".access", ".form")),
			Map.entry(".store.raw", List.of(".error", ".job")), Map.entry(".store.memory.raw", List.of()),
			Map.entry(".store.jdbc.raw", List.of(".access", ".dialect", ".query", ".row", ".signal", ".step")),
			Map.entry(".store.redis.raw", List.of(".access", ".form", ".insert")));

	/** Types of parts that other packages may use. */
	private static final String OPEN_TYPES = ROOT + "\\.(worker\\.options\\..*|worker\\.thread\\.JobThreads"
			+ "|management\\.masking\\.MaskedBackend"
			+ "|task\\.invoke\\.(ReactiveResults|ResultTypes)|task\\.settings\\.(LogCapture|TaskDefaults|TaskLimits)"
			+ "|store\\.(audit|drain|error|feed|flow|form|job|limit|notes|raw|schedule|stack|statistics|support)\\..*"
			+ "|store\\.jdbc\\.access\\.(CallerTransaction|DatabaseFailures|JdbcStoreOptions)"
			+ "|store\\.jdbc\\.schema\\.(DatabaseClock|JdbcSchema|MissingSchemaException|TablePrefix))";

	/** Only the API has more. */
	private static final int MOST_TYPES = 15;

	static Stream<String> packages() {
		return ALLOWED.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageDependsOnlyOnWhatItMay(String suffix) {
		Stream<String> allowed = ALLOWED.getOrDefault(suffix, List.of())
			.stream()
			.flatMap((name) -> name.startsWith(ROOT) ? withParts(name.substring(ROOT.length())) : Stream.of(name));
		classes().that()
			.resideInAnyPackage(withParts(suffix).toArray(String[]::new))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(Stream
				.of(Stream.of("java..", "javax.sql", "org.jspecify.annotations", "org.slf4j"), withParts(suffix),
						allowed)
				.flatMap(Function.identity())
				.toArray(String[]::new))
			.check(CLASSES);
	}

	private static Stream<String> withParts(String suffix) {
		return Stream.concat(Stream.of(ROOT + suffix),
				PARTS.getOrDefault(suffix, List.of()).stream().map((part) -> ROOT + suffix + part));
	}

	static Stream<String> parts() {
		return PARTS.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("innerParts")
	void partDependsOnlyOnThePartsItMay(String suffix) {
		String whole = whole(suffix);
		String[] others = PARTS.keySet()
			.stream()
			.filter((part) -> whole(part).equals(whole) && !part.equals(suffix)
					&& !PARTS.get(suffix).contains(part.substring(whole.length())))
			.map((part) -> ROOT + part)
			.toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(ROOT + suffix)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(others)
			.check(CLASSES);
	}

	private static String whole(String part) {
		return ALLOWED.keySet()
			.stream()
			.filter((suffix) -> !suffix.isEmpty() && (part + ".").startsWith(suffix + "."))
			.max(Comparator.comparing(String::length))
			.orElseThrow();
	}

	static Stream<String> innerParts() {
		return parts().filter((part) -> !ALLOWED.containsKey(part));
	}

	@ParameterizedTest
	@MethodSource("innerParts")
	void partIsUsedFromOutsideByItsOpenTypesOnly(String suffix) {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + whole(suffix) + "..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + suffix)
				.and(DescribedPredicate.describe("are not open",
						(type) -> !type.getName().replaceFirst("\\$.*", "").matches(OPEN_TYPES))))
			.check(CLASSES);
	}

	@ParameterizedTest
	@CsvSource({ ".worker, JobWorker", ".store.redis, RedisStoreBackend", ".store.jdbc, JdbcStoreBackend" })
	void wholeHasOnePublicClass(String suffix, String name) {
		assertThat(CLASSES.stream()
			.filter((type) -> type.getPackageName().equals(ROOT + suffix) && type.isTopLevelClass()
					&& type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isInterface() && !type.isRecord()))
			.extracting(JavaClass::getSimpleName)
			.containsExactly(name);
	}

	@Test
	void everyPackageIsListed() {
		assertThat(CLASSES.stream().map((type) -> type.getPackageName().substring(ROOT.length())).distinct())
			.containsExactlyInAnyOrderElementsOf(all());
	}

	private static Set<String> all() {
		Set<String> all = new TreeSet<>(ALLOWED.keySet());
		all.addAll(PARTS.keySet());
		return all;
	}

	@Test
	void packagesAreSmall() {
		Map<String, Long> sizes = CLASSES.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info")
					&& !type.getPackageName().equals(ROOT))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_TYPES));
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		for (String suffix : all()) {
			assertThat(
					CLASSES.get(ROOT + suffix + ".package-info").isAnnotatedWith("org.jspecify.annotations.NullMarked"))
				.as(suffix)
				.isTrue();
		}
	}

}
