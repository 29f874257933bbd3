@echo off
rem Runs Vectra's programs from a clone, on Windows; the script "vectra" beside it does the same elsewhere.
rem Builds what they need on first use and after a change, with the best JDK that it finds.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"
set "state=%root%\target\launcher"

set "command=%~1"
if not defined command set "command=help"
set arguments=
:collect
shift
if not "%~1"=="" (
  set arguments=%arguments% %1
  goto collect
)

if "%command%"=="demo" set "module=samples" & set "main=io.vectra.samples.demo.Demo" & goto run
if "%command%"=="bench" set "module=benchmarks" & set "main=io.vectra.benchmarks.Bench" & goto run
if "%command%"=="version" goto version
if "%command%"=="--version" goto version
if "%command%"=="help" goto help
if "%command%"=="--help" goto help
if "%command%"=="-h" goto help
echo vectra: unknown command "%command%".>&2
call :usage >&2
exit /b 2

:help
call :usage
exit /b 0

:usage
echo Usage: vectra ^<command^> [arguments]
echo.
echo   demo     ask a small English dictionary questions in plain language
echo   bench    measure Vectra and others on this machine
echo   version  print the version and the JDK that is used
echo   help     print this text
echo.
echo "vectra demo --help" and "vectra bench --help" say more.
echo.
echo The newest JDK found is used, 17 or later; from 22 on with faster distance kernels.
echo VECTRA_JAVA_HOME=^<folder^> chooses one, VECTRA_JVM_OPTIONS adds options to its command line.
exit /b 0

:version
call :choose_jdk
if errorlevel 1 exit /b 1
for /f "tokens=3 delims=<>" %%v in ('findstr /r /c:"^  <version>" "%root%\pom.xml"') do (
  echo Vectra %%v in %root%, JDK %feature% in %jdk%
  exit /b 0
)
exit /b 0

:run
call :choose_jdk
if errorlevel 1 exit /b 1
call :build
if errorlevel 1 exit /b 1
if not exist "%state%\tmp" mkdir "%state%\tmp"
set options="-Djava.io.tmpdir=%state%\tmp" "-Djna.tmpdir=%state%\tmp" "-DDJL_CACHE_DIR=%state%\cache" "-Dvectra.benchFolder=%root%\benchmarks\target\bench"
if %feature% geq 22 set options=%options% --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector
set "folder=%root%\%module%\target\launcher"
"%jdk%\bin\java.exe" %options% %VECTRA_JVM_OPTIONS% -cp "%folder%\*;%folder%\lib\*" %main% %arguments%
exit /b %errorlevel%

rem Sets jdk and feature to the newest JDK found.
:choose_jdk
set "jdk="
set "feature=0"
if defined VECTRA_JAVA_HOME (
  call :consider "%VECTRA_JAVA_HOME%"
) else (
  if defined JAVA_HOME call :consider "%JAVA_HOME%"
  for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
  for %%p in (
    "%ProgramFiles%\Java" "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu"
    "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%ProgramFiles%\SapMachine" "%USERPROFILE%\.jdks"
  ) do for /d %%d in ("%%~p\*") do call :consider "%%d"
)
if %feature% geq 17 exit /b 0
echo vectra: no JDK 17 or later found. Install one, or name its folder in JAVA_HOME.>&2
exit /b 1

:consider
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "found="
for /f "usebackq tokens=2 delims==.-" %%v in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do set "found=%%v"
if not defined found exit /b 0
set "found=%found:"=%"
if %found% gtr %feature% (
  set "feature=%found%"
  set "jdk=%~f1"
)
exit /b 0

rem Builds the module unless it is built by this JDK and no source is newer.
:build
set "built=%state%\%module%.built"
set "log=%state%\build-%module%.log"
if not exist "%built%" goto build_now
findstr /x /l /c:"%jdk% in %root%" "%built%" >nul || goto build_now
powershell -NoProfile -Command ^
  "$built = (Get-Item $env:built).LastWriteTime; $sources = 'pom.xml','storage\pom.xml','storage\src\main','sql-planner\pom.xml','sql-planner\src\main','jdbc-driver\pom.xml','jdbc-driver\src\main',($env:module + '\pom.xml'),($env:module + '\src\main') | ForEach-Object { Join-Path $env:root $_ }; if (Get-ChildItem -Recurse $sources | Where-Object { $_.LastWriteTime -gt $built } | Select-Object -First 1) { exit 1 }"
if not errorlevel 1 exit /b 0

:build_now
where mvn >nul 2>nul
if errorlevel 1 (
  echo vectra: Maven ^(mvn^) is needed for the build and is not on the PATH.>&2
  exit /b 1
)
if not exist "%state%" mkdir "%state%"
echo Building Vectra with JDK %feature% (first use, or the sources have changed; this takes a minute).>&2
(echo %jdk% in %root%)> "%built%.started"
if exist "%root%\%module%\target\launcher\lib" rmdir /s /q "%root%\%module%\target\launcher\lib"
setlocal
set "JAVA_HOME=%jdk%"
call mvn -B -f "%root%\pom.xml" -Dvectra.launcher -Dvectra.buildFolder=target/launcher -Dmaven.test.skip=true -DincludeScope=runtime -DoutputDirectory=target/launcher/lib -pl %module% -am package dependency:copy-dependencies > "%log%" 2>&1
set "status=%errorlevel%"
endlocal & set "status=%status%"
if not "%status%"=="0" (
  findstr /b /c:"[ERROR]" "%log%" >&2
  echo vectra: the build failed; its log is %log%>&2
  exit /b 1
)
move /y "%built%.started" "%built%" >nul
exit /b 0
