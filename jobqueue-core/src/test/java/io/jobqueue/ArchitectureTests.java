package io.jobqueue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The package structure of jobqueue-core, stated once and checked on every build.
 */
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
			Map.entry(".serialization", List.of(ROOT, "tools.jackson..", "com.fasterxml.jackson.annotation")),
			Map.entry(".retry", List.of(ROOT)), Map.entry(".store", List.of(ROOT)),
			Map.entry(".lifecycle", List.of(ROOT, ROOT + ".store")),
			Map.entry(".store.memory", List.of(ROOT, ROOT + ".lifecycle", ROOT + ".store")),
			Map.entry(".store.redis",
					List.of(ROOT, ROOT + ".lifecycle", ROOT + ".store", "org.springframework.data.redis..",
							"io.lettuce..", "org.springframework.core.io..", "org.springframework.core.task",
							"org.springframework.dao..", "org.springframework.util.backoff")),
			Map.entry(".store.jdbc",
					List.of(ROOT, ROOT + ".lifecycle", ROOT + ".store", "com.zaxxer.hikari", "org.postgresql",
							"org.springframework.dao..", "org.springframework.jdbc..",
							"org.springframework.transaction..", "org.springframework.util")),
			Map.entry(".dispatch",
					List.of(ROOT, ROOT + ".serialization", ROOT + ".store", ROOT + ".task",
							"org.springframework.transaction.support", "org.springframework.util")),
			Map.entry(".task",
					List.of(ROOT, ROOT + ".annotation", ROOT + ".retry", ROOT + ".serialization",
							"org.springframework.beans..", "org.springframework.core..", "org.springframework.util..",
							"org.springframework.aop..")),
			Map.entry(".worker",
					List.of(ROOT, ROOT + ".retry", ROOT + ".serialization", ROOT + ".store", ROOT + ".task",
							"org.springframework.context..", "org.springframework.core.task")),
			Map.entry(".maintenance", List.of(ROOT, ROOT + ".store", "org.springframework.context..")),
			Map.entry(".outbox",
					List.of(ROOT, ROOT + ".store", ROOT + ".store.jdbc", "tools.jackson..",
							"org.springframework.context", "org.springframework.core", "org.springframework.dao..",
							"org.springframework.jdbc..", "org.springframework.transaction..")),
			Map.entry(".management", List.of(ROOT, ROOT + ".dispatch", ROOT + ".serialization", ROOT + ".store")),
			// The sampler of the gauges is a Lifecycle, hence spring-context.
			Map.entry(".metrics", List.of(ROOT, ROOT + ".dispatch", ROOT + ".outbox", ROOT + ".task", ROOT + ".worker",
					ROOT + ".store", "io.micrometer..", "org.springframework.context")));

	/**
	 * Public types that are not API, SPI, annotation or value: everything else there is
	 * package-private.
	 */
	private static final Set<String> ENTRY_POINTS = Set.of("JobWorker", "JobThreads");

	static Stream<String> packages() {
		return ALLOWED.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageDependsOnlyOnWhatItMay(String suffix) {
		String[] allowed = Stream
			.concat(Stream.of("java..", "javax.sql", "org.jspecify.annotations", "org.slf4j", ROOT + suffix),
					ALLOWED.getOrDefault(suffix, List.of()).stream())
			.toArray(String[]::new);
		classes().that()
			.resideInAPackage(ROOT + suffix)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(allowed)
			.check(CLASSES);
	}

	@Test
	void everyPackageIsListed() {
		assertThat(CLASSES.stream().map((type) -> type.getPackageName().substring(ROOT.length())).distinct())
			.containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		for (String suffix : ALLOWED.keySet()) {
			assertThat(
					CLASSES.get(ROOT + suffix + ".package-info").isAnnotatedWith("org.jspecify.annotations.NullMarked"))
				.as(suffix)
				.isTrue();
		}
	}

	@Test
	void apiAndSpiValuesAreImmutable() {
		fields().that()
			.areDeclaredInClassesThat()
			.resideInAnyPackage(ROOT, ROOT + ".store", ROOT + ".retry")
			.should()
			.beFinal()
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void workerInternalsArePackagePrivate() {
		classes().that()
			.resideInAPackage(ROOT + ".worker")
			.and()
			.arePublic()
			.and()
			.areTopLevelClasses()
			.and()
			.areNotInterfaces()
			.and()
			.areNotRecords()
			.should()
			.haveNameMatching(".*\\.(" + String.join("|", ENTRY_POINTS) + ")")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void timeIsInjected() {
		List<ArchRule> rules = List.of(noClasses().should().callMethod(Instant.class, "now"),
				noClasses().should().callMethod(System.class, "currentTimeMillis"),
				noClasses().should().callMethod(Thread.class, "sleep", long.class));
		rules.forEach((rule) -> rule.because("a java.time.InstantSource is passed in").check(CLASSES));
	}

	@Test
	void exceptionsShareOneRoot() {
		classes().that()
			.areAssignableTo(Throwable.class)
			.and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(JobSignal.class)))
			.should()
			.beAssignableTo(JobQueueException.class)
			.because(
					"callers catch one type; a JobSignal is an Error, so that a handler's catch (Exception) lets it pass")
			.check(CLASSES);
	}

	@Test
	void namesSayWhatTheTypeDoes() {
		noClasses().should()
			.haveSimpleNameEndingWith("Impl")
			.orShould()
			.haveSimpleNameEndingWith("Utils")
			.orShould()
			.haveSimpleNameEndingWith("Helper")
			.orShould()
			.haveSimpleNameEndingWith("Manager")
			.check(CLASSES);
	}

	@Test
	void coreKnowsNothingOfSpringBoot() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "lombok..")
			.check(CLASSES);
	}

}
